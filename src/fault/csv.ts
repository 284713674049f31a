import { civilOf, csvField } from '#kernel';
import { daysOut, spanOf } from './days-out.ts';
import type { Fault } from './fault-store.ts';

/** Excel takes UTF-8 only with this in front. */
const BOM = '\uFEFF';

/** A fault with what its endpoint and village are called. */
export type NamedFault = Fault & { readonly endpointName: string; readonly village: string };

const KINDS: Record<Fault['kind'], string> = {
  unreachable: 'Mất liên lạc',
  silent: 'Không phát ra tiếng',
  heard_wrong: 'Người dân báo nghe không được',
  told: 'Người báo',
};
const HEAD = [
  ...['Mã sự cố', 'Cụm loa', 'Địa bàn', 'Loại sự cố', 'Mô tả', 'Hỏng từ', 'Hết lúc', 'Số ngày'],
  ...['Người biết', 'Biết lúc', 'Nguyên nhân', 'Chi phí (đồng)', 'Đơn vị sửa chữa', 'Nguồn kinh phí', 'Ghi chú'],
];

/** What the list shows, line by line, as the office keeps it. */
export function faultsCsv(faults: readonly NamedFault[], zone: string, now: number): string {
  const time = (at: number | null) => {
    if (at === null) return '';
    const { date, time: clock } = civilOf(at, zone);
    return `${date} ${clock}`;
  };
  const lines = faults.map((fault) => {
    const { fromAt, toAt } = spanOf(fault);
    const { ticket } = fault;
    return [
      ...[fault.id, fault.endpointName, fault.village, KINDS[fault.kind], fault.what, time(fromAt), time(toAt)],
      ...[daysOut(fault, now), fault.acknowledgedBy, time(fault.acknowledgedAt), ticket?.cause ?? ''],
      ...[ticket?.costVnd ?? null, ticket?.contractor ?? '', ticket?.funding ?? '', ticket?.note ?? ''],
    ];
  });
  return BOM + [HEAD, ...lines].map((line) => `${line.map(csvField).join(',')}\r\n`).join('');
}
