import { type Bilingual, machine } from '#kernel';

/** A live session: waiting for its source, counting in, on the air, without its source for a moment, over. */
export type LiveState = 'opened' | 'counting_in' | 'on_air' | 'lost' | 'ended';
/** `hear`: the source makes sound that is understood. `go`: the count is over and the loudspeakers are told. */
export type LiveEvent = 'hear' | 'go' | 'lose' | 'end';

export const liveMachine = machine<LiveState, LiveEvent>('live', {
  opened: { hear: 'counting_in', end: 'ended' },
  // A source that goes away before it was heard loses nobody anything: the count begins anew.
  counting_in: { go: 'on_air', lose: 'opened', end: 'ended' },
  on_air: { lose: 'lost', end: 'ended' },
  lost: { hear: 'on_air', end: 'ended' },
  ended: {},
});

export const LIVE_STATES = {
  opened: { vi: 'chờ micro', en: 'waiting for the microphone' },
  counting_in: { vi: 'đếm ngược', en: 'counting in' },
  on_air: { vi: 'đang phát trực tiếp', en: 'on air' },
  lost: { vi: 'mất tiếng tạm thời, chờ nối lại', en: 'the link is lost for a moment' },
  ended: { vi: 'đã kết thúc', en: 'over' },
} as const satisfies Record<LiveState, Bilingual>;

/** The only ways in which a live session can end. */
export const LIVE_ENDS = {
  finished: { vi: 'người nói đã kết thúc', en: 'the talker finished' },
  killed: { vi: 'bị tắt khẩn cấp', en: 'it was cut off' },
  silent: { vi: 'không có tiếng quá lâu', en: 'nothing was heard for too long' },
  time_limit: { vi: 'hết thời lượng cho phép', en: 'the longest time allowed was over' },
  lost: { vi: 'mất kết nối và không nối lại kịp', en: 'the link was lost and did not come back in time' },
  refused_input: { vi: 'tín hiệu gửi đến không dùng được', en: 'what was sent could not be used' },
  outside_hours: { vi: 'hết khung giờ được phát', en: 'the hours in which it may sound were over' },
  pre_empted_for_good: { vi: 'buổi phát có mức ưu tiên cao hơn đã thay thế', en: 'a higher broadcast took its place' },
  taken_back: { vi: 'cảnh báo đã được thu hồi', en: 'the alert was taken back' },
  nobody_hears: { vi: 'không còn cụm loa nào phát', en: 'no endpoint plays it any more' },
  not_started: { vi: 'trạm không đưa lên sóng được', en: 'the station could not put it on air' },
  station_stopped: { vi: 'trạm dừng hoạt động', en: 'the station was stopped' },
} as const satisfies Record<string, Bilingual>;
export type LiveEnd = keyof typeof LIVE_ENDS;
