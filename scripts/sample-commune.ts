// Writes tests/support/sample-commune.csv: a commune of invented names with 34 villages and 102 clusters, as an office
// would keep its list. The same every time: node scripts/run.mjs scripts/sample-commune.ts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const VILLAGES = 34;
const CLUSTERS = 102;
const FM_STATION = 'Đài FM Suối Mây';
const KINDS = ['thôn', 'bản', 'ấp', 'tổ dân phố'] as const;
const NAMES: Record<(typeof KINDS)[number], readonly string[]> = {
  thôn: [
    'Đông Hạ',
    'Đoài Thượng',
    'Trung Nghĩa',
    'Lộc An',
    'Cầu Đá',
    'Yên Phú',
    'Vạn Xuân',
    'Hòa Lạc',
    'Bến Gỗ',
    'Gò Sành',
  ],
  bản: [
    'Nà Phặc',
    'Pha Lay',
    'Huổi Sen',
    'Tà Xùa',
    'Lũng Mây',
    'Nậm Chim',
    'Suối Bàng',
    'Pá Hộc',
    'Lè Luông',
    'Khau Tinh',
  ],
  ấp: ['Kinh Năm', 'Rạch Vọp', 'Cây Me', 'Giồng Trôm Nhỏ', 'Bình Thới', 'Tân Lợi'],
  'tổ dân phố': ['số 1', 'số 2', 'số 3', 'số 4', 'Chợ Mới', 'Bờ Hồ', 'Ga Cũ', 'Nam Đồng'],
};
/** What is spoken at home: bản in the hills, the rest Vietnamese. */
const SPOKEN = ['hmn+vi', 'tyz+vi', 'nut+vi', 'ium+vi', 'tyz+hmn+vi'] as const;
const SPOTS = ['nhà văn hóa', 'đầu ngõ', 'trường học', 'cổng chào', 'trạm y tế', 'chợ'] as const;

let state = 20_260_701;
/** Chance that is the same every time (mulberry32). */
function chance(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
const among = <Item>(items: readonly Item[]) => items[Math.floor(chance() * items.length)] as Item;
const two = (number: number) => String(number).padStart(2, '0');
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const place = (centre: number) => (centre + (chance() - 0.5) * 0.12).toFixed(5);

const lines = ['mã,loại,tên,mã cấp trên,từ ngày,vĩ độ,kinh độ,ngôn ngữ,giao thức,nhiệm vụ,tầm nghe (m),đài FM'];
lines.push('TM,tỉnh,Tỉnh Tây Mây,,,,,,,,,', 'SM,xã,Xã Suối Mây,TM,2025-07-01,,,,,,,');
const all = KINDS.flatMap((kind) => NAMES[kind].map((name) => ({ kind, name: `${capital(kind)} ${name}` }))).slice(
  0,
  VILLAGES,
);
const villages = all.map(({ kind, name }, at) => ({
  ...{ kind, name, code: `SM-${two(at + 1)}`, spoken: kind === 'bản' ? among(SPOKEN) : 'vi' },
}));
for (const { code, kind, name } of villages) lines.push(`${code},${kind},${name},SM,,,,,,,,`);
for (let number = 1; number <= CLUSTERS; number += 1) {
  const village = villages[(number - 1) % VILLAGES] as (typeof villages)[number];
  const turn = Math.ceil(number / VILLAGES);
  const [code, name] = [`${village.code}-C${turn}`, `Loa ${village.name} ${among(SPOTS)}`];
  const where = `${place(21.35)},${place(103.9)}`;
  const isFm = turn === 3 && (village.kind === 'bản' || chance() < 0.3);
  lines.push(
    isFm
      ? `${code},cụm loa,${name},${village.code},,${where},,fm,${chance() < 0.5 ? 'dự phòng' : 'chính'},,${FM_STATION}`
      : `${code},cụm loa,${name},${village.code},,${where},${village.spoken},${chance() < 0.9 ? 'link' : 'http'},chính,${among([300, 500, 800])},`,
  );
}
const target = join(import.meta.dirname, '../tests/support/sample-commune.csv');
writeFileSync(target, `\uFEFF${lines.join('\r\n')}\r\n`);
console.log(`${target}: ${villages.length} villages, ${CLUSTERS} clusters`);
