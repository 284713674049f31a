import { z } from 'zod';

const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What stands in a backup, told by the backup itself: `manifest.json` in the archive. */
export const manifestSchema = z.strictObject({
  format: z.literal('loaxa-backup'),
  version: z.literal(1),
  /** The version of the program that made it. */
  program: z.string().max(50),
  station: z.strictObject({
    name: z.string().max(200),
    /** The first 16 hex digits of the SHA-256 of the station's public key; null: it had none yet. */
    keyFingerprint: z.string().max(64).nullable(),
    epoch: count,
  }),
  madeAt: count,
  migrations: z.array(z.string().max(100)).max(1000),
  /** Rows of each table. */
  rows: z.record(z.string().max(100), count),
  files: z.array(z.strictObject({ path: z.string().max(100), bytes: count, sha256 })).max(3_000_000),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const README = 'DOC-TOI-README.txt';
export const DATABASE = 'data/station.db';
export const MANIFEST = 'manifest.json';
export const CHECKSUM = 'SHA256SUM';

/** Paths that may stand in an archive: nothing else is ever written to a disk. */
const ALLOWED = [
  /^data\/station\.db$/,
  /^data\/(originals|renditions)\/[0-9a-f]{64}$/,
  /^data\/live\/[\w-][\w.-]*$/,
  /^schedules\/[^/\\\0.][^/\\\0]*\.ya?ml$/,
];
export function isAllowed(path: string): boolean {
  return path === README || ALLOWED.some((pattern) => pattern.test(path));
}

export const README_TEXT = `Bản sao lưu của một trạm truyền thanh LoaXa.
Đây là tệp tar thông thường: mở bằng 7-Zip hoặc lệnh "tar xf". Bên trong:
  data/station.db     cơ sở dữ liệu SQLite 3 (lịch phát, nhật ký, người dùng, khóa của trạm)
  data/originals      tệp âm thanh gốc;  data/renditions  bản để phát;  data/live  tiếng đã nói trực tiếp
  schedules           tệp lịch phát
  manifest.json       bảng kê: kích thước và SHA-256 của từng tệp
  SHA256SUM           SHA-256 của tất cả những gì đứng trước nó trong tệp tar
Tệp này chứa khóa của trạm: ai có nó có thể ra lệnh cho loa. Hãy cất như chìa khóa.
Khôi phục: npm run restore -- TỆP --data THƯ_MỤC_MỚI

Backup of a LoaXa radio station: an ordinary tar file. It holds the station's key: keep it as you keep keys.
To restore: npm run restore -- FILE --data NEW_FOLDER
`;
