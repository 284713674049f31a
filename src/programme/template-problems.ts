import { type Bilingual, fill, type Values } from '#kernel';

/** What can be wrong with one field of a template, with what to write instead. */
const PROBLEMS = {
  slot_short: ['khung giờ phải dài ít nhất {seconds} giây', 'a slot is at least {seconds} seconds long'],
  too_long: ['dài nhất là {hours} giờ; hãy chia thành nhiều chương trình', 'is at most {hours} hours; make it several'],
  many_parts: ['nhiều nhất là {most} phần', 'has at most {most} parts'],
  no_length: ['phải dài hơn 0; tiếp sóng ít nhất 1 giây', 'must be longer than 0; a relay is at least 1 second'],
  silence_long: ['khoảng lặng dài nhất là {minutes} phút', 'a silence is at most {minutes} minutes'],
  pause: ['quãng nghỉ từ 0 đến {seconds} giây', 'a pause is 0 to {seconds} seconds'],
  no_bulletins: ['hãy chọn ít nhất một bản tin', 'choose at least one bulletin'],
  many_bulletins: ['nhiều nhất là {most} bản tin', 'may have at most {most} bulletins'],
  nothing_said: [
    'chưa có gì để nghe ngoài nhạc hiệu; hãy thêm bản tin hoặc tiếp sóng',
    'nothing would be heard but chimes: add bulletins or a relay',
  ],
  closing_last: ['nhạc kết phải đứng cuối', 'the closing chime comes last'],
} as const satisfies Record<string, readonly [string, string]>;
export type TemplateProblem = keyof typeof PROBLEMS;

export function templateProblem(key: TemplateProblem, values: Values = {}): Bilingual {
  const [vi, en] = PROBLEMS[key];
  return fill({ vi, en }, values);
}
