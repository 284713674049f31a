import type { Bilingual } from '#kernel';
import type { Loudness } from './level-meter.ts';
import type { LiveEnd, LiveState } from './session-machine.ts';

/** What may be wrong with what a source sends. */
export const REFUSALS = {
  not_sound: {
    vi: 'Trạm không giải mã được những gì được gửi đến. Hãy kiểm tra định dạng trong phần mềm thu.',
    en: 'The station cannot decode what is sent. Check the format in the encoder program.',
  },
  too_much: {
    vi: 'Gửi quá nhiều dữ liệu một lúc. Hãy gửi âm thanh theo đúng nhịp thời gian thực.',
    en: 'Too much was sent at once. Send sound at the pace of real time.',
  },
  too_fast: {
    vi: 'Âm thanh được gửi nhanh hơn thời gian thực. Hãy phát trực tiếp, không đẩy cả tệp.',
    en: 'The sound is sent faster than real time. Speak live; do not push a whole file.',
  },
  message_too_large: {
    vi: 'Một gói âm thanh lớn hơn mức cho phép. Hãy gửi từng đoạn không quá 0,1 giây.',
    en: 'One piece of sound is larger than allowed. Send pieces of a tenth of a second.',
  },
  odd_piece: {
    vi: 'Một gói âm thanh bị lẻ byte (mẫu 16 bit cần số byte chẵn). Hãy tải lại trang rồi thử lại.',
    en: 'A piece of sound has an odd number of bytes (samples have 16 bits). Reload the page and try again.',
  },
  not_understood: {
    vi: 'Lời chào hoặc thông điệp không đúng quy cách. Hãy tải lại trang rồi thử lại.',
    en: 'The greeting or a message is not as agreed. Reload the page and try again.',
  },
  no_hello: {
    vi: 'Đã nối nhưng micro không gửi lời chào kịp. Hãy tải lại trang rồi thử lại.',
    en: 'Connected, but the microphone did not greet in time. Reload the page and try again.',
  },
  nothing_sent: {
    vi: 'Đã nối nhưng không có âm thanh nào được gửi. Hãy kiểm tra micro và quyền dùng micro.',
    en: 'Connected, but no sound was sent. Check the microphone and its permission.',
  },
  replaced: {
    vi: 'Chính bạn vừa nối lại bằng một đường khác; đường này được đóng.',
    en: 'You connected again on another line; this line is closed.',
  },
} as const satisfies Record<string, Bilingual>;
export type Refusal = keyof typeof REFUSALS;

export const WARNINGS = {
  silent: {
    vi: 'Không nghe thấy tiếng. Buổi phát sẽ tự kết thúc sau {seconds} giây nữa.',
    en: 'Nothing is heard. The broadcast ends by itself in {seconds} seconds.',
  },
  time_limit: {
    vi: 'Còn {seconds} giây là hết thời lượng cho phép.',
    en: 'The time allowed is over in {seconds} seconds.',
  },
  behind: {
    vi: 'Máy trạm xử lý không kịp nên đã bỏ bớt một ít tiếng.',
    en: 'The station cannot keep up and left out a little of the sound.',
  },
  pre_empted: {
    vi: '“{what}” đang phát với mức ưu tiên cao hơn; {where} không nghe bạn lúc này.',
    en: '“{what}” sounds with a higher right; you are not heard by {where} now.',
  },
  heard_again: {
    vi: 'Buổi phát có mức ưu tiên cao hơn đã xong; mọi cụm loa lại nghe bạn.',
    en: 'The higher broadcast is over; all endpoints hear you again.',
  },
} as const satisfies Record<string, Bilingual>;
export type WarningCode = keyof typeof WARNINGS;

/** Said in place of the count while a signal or chime goes first. */
export const SIGNAL_SOUNDS: Bilingual = {
  vi: 'đang phát tín hiệu mở đầu; hãy nói khi tín hiệu dứt',
  en: 'the opening signal sounds; speak when it is over',
};

/** What the person who speaks is told. docs/live.md describes each. */
export type TalkerMessage =
  | { readonly state: LiveState; readonly text: Bilingual; readonly secondsLeft?: number; readonly onAirAt?: number }
  | { readonly level: Loudness }
  | { readonly warning: WarningCode; readonly text: Bilingual; readonly secondsLeft: number | null }
  | { readonly end: LiveEnd; readonly text: Bilingual; readonly detail: Bilingual | null }
  | { readonly refused: string; readonly text: Bilingual };

/** The far end of a source's connection. */
export interface Talker {
  /** Never throws; may leave out levels when the line is full. */
  tell(message: TalkerMessage): void;
  close(): void;
}

/** The near end: what the connection hands in. */
export interface SourceEnd {
  bytes(chunk: Uint8Array): void;
  /** What came is wrong: the session ends. */
  refuse(problem: Refusal): void;
  /** The talker is done. */
  finish(): void;
  /** The connection is gone. */
  closed(): void;
}
