import { type Bilingual, fill } from '#kernel';
import type { FmReceiver, FmStation } from './fm-station.ts';
import { licenceStanding } from './licence.ts';

const WARNINGS = {
  no_licence_number: {
    vi: 'Chưa ghi số giấy phép; biểu mẫu gửi cơ quan tần số cần số này.',
    en: 'The number of the licence is missing; reports to the frequency office need it.',
  },
  not_commune_band: {
    vi: 'Dải 87–108 MHz không dành cho truyền thanh không dây cấp xã (54–68 MHz). Chỉ dùng trong thời hạn giấy phép đã cấp.',
    en: '87–108 MHz is not the band of commune wireless (54–68 MHz). Use it only as long as the licence lasts.',
  },
  pi_unassigned: {
    vi: 'Mã PI {pi} có hai số cuối 00, là số không cấp cho đài nào. Hãy xem lại.',
    en: 'The PI code {pi} ends in 00, which is given to no station. Look it up again.',
  },
  no_receivers: {
    vi: 'Chưa có cụm thu nào: không buổi phát nào đi qua đài này.',
    en: 'It has no receivers yet: no broadcast goes by this station.',
  },
  no_transmitter: {
    vi: 'Đài không có tần số, nhưng {names} được ghi là thu bằng sóng.',
    en: 'The station has no frequency, yet {names} are said to receive it off the air.',
  },
  no_groups: {
    vi: 'Đài gọi theo mã, nhưng chưa có nhóm mở máy thu cho {names}: máy thu ở đó sẽ không mở.',
    en: 'Its receivers open by code, but {names} have no groups to open them: they stay silent.',
  },
  by_hand: {
    vi: 'Không có đường tới bộ mã hóa và người trực tự phát: chỉ điện thoại mới biết đã phát hay chưa.',
    en: 'No line to an encoder, and a person plays it: only a phone call tells whether it went out.',
  },
  no_line: {
    vi: 'Không có đường tới bộ mã hóa: máy thu không hiện chữ và không được báo khi có tin khẩn cấp.',
    en: 'No line to an encoder: receivers show no text and are not told of an emergency.',
  },
  no_answer: {
    vi: 'Đường {names} không trả lời: chỉ biết là đã gửi.',
    en: 'The line {names} gives no answer: all that is known is that it was sent.',
  },
  to_everybody: {
    vi: 'Đường {names} nói với mọi bộ mã hóa trên đường dây.',
    en: 'The line {names} speaks to every encoder on it.',
  },
  no_confirmer: {
    vi: 'Chưa ghi ai xác nhận qua điện thoại ở {names}.',
    en: 'Nobody is named who confirms by phone in {names}.',
  },
} as const satisfies Record<string, Bilingual>;

/** Everything about a station that somebody should look at, the most pressing first. `today`: YYYY-MM-DD. */
export function warningsOf(
  station: FmStation,
  receivers: ReadonlyArray<FmReceiver & { readonly name: string }>,
  today: string,
): Bilingual[] {
  const { band, pi, lines, audio, addressing } = station;
  const licence = licenceStanding(station.licenceEndsOn, station.licenceNote, today);
  const named = (some: ReadonlyArray<{ readonly name: string }>) => some.map(({ name }) => name).join(', ');
  const silent = lines.filter((line) => !line.answers);
  const everywhere = lines.filter((line) => line.toEverybody && line.site === 0 && line.encoder === 0);
  const offAir = receivers.filter((one) => one.hears === 'fm');
  const closed = receivers.filter((one) => one.onGroups.length === 0);
  const unheard = receivers.filter((one) => one.confirmerPhone === '');
  const tell = (is: boolean, name: keyof typeof WARNINGS, some: ReadonlyArray<{ readonly name: string }> = []) =>
    is ? [fill(WARNINGS[name], { pi, names: named(some) })] : [];
  return [
    ...(band !== null && licence.state !== 'valid' ? [licence.text] : []),
    ...tell(band === null && offAir.length > 0, 'no_transmitter', offAir),
    ...tell(addressing === 'coded' && closed.length > 0, 'no_groups', closed),
    ...tell(lines.length === 0, audio === 'hand' ? 'by_hand' : 'no_line'),
    ...tell(receivers.length === 0, 'no_receivers'),
    ...tell(band === '87-108', 'not_commune_band'),
    ...tell(band !== null && station.licenceNumber === '', 'no_licence_number'),
    ...tell(pi.endsWith('00'), 'pi_unassigned'),
    ...tell(everywhere.length > 0, 'to_everybody', everywhere),
    ...tell(silent.length > 0, 'no_answer', silent),
    ...tell(unheard.length > 0 && lines.every((line) => !line.answers), 'no_confirmer', unheard),
  ];
}
