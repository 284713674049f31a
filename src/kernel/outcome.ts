import type { Bilingual } from './bilingual.ts';

/** How far a delivery is proved. The log never shows more than was proved. */
export const EVIDENCE = {
  E0: { vi: 'đã gửi', en: 'sent' },
  E1: { vi: 'loa đã nhận đủ và đúng tệp', en: 'bytes verified on the speaker' },
  E2: { vi: 'loa báo đã phát theo đồng hồ âm thanh', en: 'rendered by the speaker’s audio clock' },
  F0: { vi: 'đài FM đã nhận dữ liệu', en: 'accepted by the encoder or the computer of the FM station' },
  F1: { vi: 'đã đọc lại đúng từ bộ mã hóa của đài FM', en: 'read back from the encoder of the FM station' },
  F2: { vi: 'máy thu kiểm tra đã nghe được trên sóng', en: 'heard off air by a receiver' },
} as const satisfies Record<string, Bilingual>;
export type Evidence = keyof typeof EVIDENCE;

/** The only ways in which a delivery can end. */
export const FINAL_STATES = {
  played: { vi: 'đã phát', en: 'played' },
  played_part: { vi: 'phát một phần', en: 'played in part' },
  failed: { vi: 'không phát được', en: 'failed' },
  cancelled: { vi: 'đã hủy', en: 'cancelled' },
  superseded: { vi: 'nhường buổi khác', en: 'superseded' },
  expired: { vi: 'quá giờ', en: 'expired' },
  handed_over: { vi: 'đã chuyển sang đài FM', en: 'handed over to the FM station' },
  withheld: { vi: 'giữ lại theo quy định', en: 'held back by a rule' },
} as const satisfies Record<string, Bilingual>;
export type FinalState = keyof typeof FINAL_STATES;

/** The closed list of reasons. "Unknown" is not on it. */
export const REASONS = {
  complete: { vi: 'phát đủ', en: 'played whole' },
  unreachable: { vi: 'không liên lạc được với cụm loa', en: 'the endpoint could not be reached' },
  not_placed: { vi: 'cụm loa chưa tải xong tệp', en: 'the audio had not reached the endpoint in time' },
  not_listening: { vi: 'không có loa nào nghe luồng phát', en: 'nobody was listening to the stream' },
  left_early: { vi: 'loa ngừng nghe giữa chừng', en: 'the listener left before the end' },
  joined_late: { vi: 'loa vào nghe muộn', en: 'the listener joined late' },
  damaged: { vi: 'tệp trên cụm loa bị hỏng', en: 'the audio on the endpoint was damaged' },
  speaker_storage_full: { vi: 'bộ nhớ cụm loa đã đầy', en: 'the endpoint’s storage was full' },
  sink_failed: { vi: 'thiết bị âm thanh của cụm loa bị lỗi', en: 'the endpoint’s audio device failed' },
  interrupted: { vi: 'cụm loa bị tắt giữa chừng', en: 'the endpoint went down while playing' },
  underrun: { vi: 'âm thanh bị đứt quãng', en: 'the sound had gaps' },
  station_restarted: { vi: 'trạm khởi động lại giữa chừng', en: 'the station went down while it played' },
  no_report: { vi: 'cụm loa không báo lại kết quả', en: 'the endpoint never reported' },
  pre_empted: { vi: 'bị buổi có mức ưu tiên cao hơn chen ngang', en: 'a higher broadcast took the air' },
  seat_taken: {
    vi: 'hết hạn chờ vì cụm loa đang phát buổi khác',
    en: 'another broadcast held the air until it was too late',
  },
  stopped_by_operator: { vi: 'người trực đã dừng', en: 'the operator stopped it' },
  rule_changed: { vi: 'lịch phát đã thay đổi', en: 'the schedule rule was changed' },
  missed_window: { vi: 'quá giờ cho phép phát muộn', en: 'too late to be played' },
  outside_hours: { vi: 'ngoài khung giờ được phát', en: 'outside the hours in which it may sound' },
  day_limit: { vi: 'quá số buổi hoặc thời lượng trong ngày', en: 'beyond the sessions or minutes of the day' },
  repeat_limit: { vi: 'quá số lần phát lại trong ngày', en: 'repeated too often that day' },
  mourning: { vi: 'Quốc tang: không phát nhạc, giải trí', en: 'state mourning: no music, no entertainment' },
  quiet_zone: { vi: 'vùng yên lặng', en: 'quiet zone' },
  not_valid: { vi: 'bản tin đã hết hiệu lực', en: 'the bulletin was not valid any more' },
  not_approved: { vi: 'chưa được duyệt', en: 'nobody had approved it' },
  slot_over: { vi: 'hết giờ của chương trình', en: 'the slot of the programme was over' },
  source_lost: { vi: 'mất nguồn âm thanh', en: 'the source of the sound was lost' },
  taken_back: { vi: 'cảnh báo đã được thu hồi', en: 'the warning was taken back' },
  by_fm: {
    vi: 'đã đi theo đường FM, đường này không xác nhận được loa có phát',
    en: 'it went by FM, which cannot confirm that it was heard',
  },
  encoder_silent: { vi: 'bộ mã hóa của đài FM không trả lời', en: 'the encoder of the FM station did not answer' },
  encoder_refused: { vi: 'bộ mã hóa của đài FM từ chối lệnh', en: 'the encoder of the FM station refused' },
  licence_over: { vi: 'giấy phép tần số đã hết hạn', en: 'the frequency licence is over' },
  restored: {
    vi: 'trạm được khôi phục từ bản sao lưu: buổi này thuộc về máy trước đó, ở đây không rõ kết quả',
    en: 'the station was restored from a backup: this belonged to the machine before, and its end is not known here',
  },
  retired: { vi: 'cụm loa đã ngừng sử dụng', en: 'the endpoint was retired' },
  unsupported: { vi: 'cụm loa không phát được định dạng này', en: 'the endpoint cannot play this format' },
} as const satisfies Record<string, Bilingual>;
export type Reason = keyof typeof REASONS;

/** Nothing was heard because a rule of the house said no. */
const HELD: readonly Reason[] = [
  ...(['outside_hours', 'day_limit', 'repeat_limit', 'mourning', 'quiet_zone', 'not_valid', 'not_approved'] as const),
];
const STOPS: readonly Reason[] = ['stopped_by_operator', 'rule_changed', 'retired', 'taken_back', 'restored'];
/** What the course of the air leads to, however much was heard. */
export const COURSE_STATES: Partial<Record<Reason, FinalState>> = {
  pre_empted: 'superseded',
  seat_taken: 'expired',
  missed_window: 'expired',
};

/** The final state that a reason leads to, given how much was rendered. Never more than was proved. */
export function finalStateOf(reason: Reason, renderedMs: number): FinalState {
  if (reason === 'complete') return 'played';
  const fixed = COURSE_STATES[reason];
  if (fixed) return fixed;
  if (renderedMs > 0) return 'played_part';
  if (HELD.includes(reason)) return 'withheld';
  return STOPS.includes(reason) ? 'cancelled' : 'failed';
}
