import type { Bilingual } from '#kernel';

/** What the desk noticed about a recording that it accepted all the same. */
export const MEDIA_WARNINGS = {
  clipped: {
    vi: 'Âm thanh gốc bị vỡ tiếng vì thu quá to. Nên thu lại nhỏ hơn.',
    en: 'The original is distorted because it was recorded too loud. Better record it again, softer.',
  },
  quiet: {
    vi: 'Âm thanh gốc rất nhỏ nên tiếng ồn nền cũng được khuếch đại. Nên thu gần micro hơn.',
    en: 'The original is very quiet, so its noise was raised as well. Better record closer to the microphone.',
  },
  peaky: {
    vi: 'Âm thanh gốc lúc to lúc nhỏ; các đỉnh tiếng đã bị nén mạnh.',
    en: 'The original has strong peaks, which had to be held down a lot.',
  },
  loudness_off: {
    vi: 'Không đưa được độ to về đúng mức của trạm.',
    en: 'The loudness could not be brought to the level of the station.',
  },
  decode_errors: {
    vi: 'Một số đoạn của tệp bị lỗi và đã bị bỏ qua. Hãy nghe lại toàn bộ trước khi phát.',
    en: 'Some parts of the file are damaged and were left out. Listen to all of it before it airs.',
  },
  end_missing: {
    vi: 'Tệp có thể bị cắt mất phần cuối. Hãy nghe lại đoạn kết trước khi phát.',
    en: 'The end of the file may be missing. Listen to its last words before it airs.',
  },
  out_of_phase: {
    vi: 'Hai kênh ngược pha nhau nên chỉ dùng kênh trái.',
    en: 'The two channels cancel each other, so only the left one is used.',
  },
} as const satisfies Record<string, Bilingual>;

export type MediaWarning = keyof typeof MEDIA_WARNINGS;
