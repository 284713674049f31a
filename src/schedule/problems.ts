import { type Bilingual, fill, type Values } from '#kernel';

/** Everything that can be wrong with one field of a rule, with what to write instead. */
const PROBLEMS = {
  missing: ['thiếu mục này', 'is missing'],
  text: ['phải là chữ, hãy đặt trong dấu nháy "…"', 'must be text: put it in quotes "…"'],
  whole_number: ['phải là số nguyên', 'must be a whole number'],
  yes_no: ['phải là true hoặc false', 'must be true or false'],
  list: ['phải là một danh sách', 'must be a list'],
  fields: ['phải gồm các mục có tên', 'must be a set of named fields'],
  time: [
    'giờ phải viết trong dấu nháy, dạng "05:30" hoặc "05:30:00"',
    'a time is written in quotes, as "05:30" or "05:30:00"',
  ],
  date: [
    'ngày phải có thật và viết trong dấu nháy, dạng "2026-09-02"',
    'a date must exist and is written in quotes, as "2026-09-02"',
  ],
  month_day: ['ngày trong tháng là số từ 1 đến 31 hoặc "last"', 'a day of the month is 1 to 31 or "last"'],
  key: ['chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối', 'has only small letters a-z, digits and dashes'],
  one_of: ['chỉ nhận: {options}', 'must be one of: {options}'],
  too_few: ['cần ít nhất {least}', 'needs at least {least}'],
  too_many: ['nhiều nhất là {most}', 'may have at most {most}'],
  twice: ['ghi trùng hai lần', 'is listed twice'],
  unknown: ['không có mục này', 'is not a known field'],
  unknown_near: ['không có mục này; có phải là "{near}"?', 'is not a known field; did you mean "{near}"?'],
  until_before_from: ['ngày cuối đứng trước ngày đầu', 'the last day lies before the first day'],
  excluded_and_replaced: ['ngày này vừa bị bỏ vừa được thay giờ', 'this date is both excluded and replaced'],
  no_occurrence: [
    'lịch không có buổi phát vào ngày giờ này; có thể người khác vừa sửa, hãy xem lại lịch',
    'the rule has no broadcast then; perhaps somebody has just changed it: look at the schedule again',
  ],
  outside_days: [
    'ngày này nằm ngoài khoảng ngày của lịch; hãy sửa ngày đầu, ngày cuối của lịch trước',
    'lies outside the days of the rule: change its first or last day before',
  ],
  one_content: [
    'hãy ghi đúng một trong hai: bản tin hoặc khung chương trình',
    'names exactly one of the two: a bulletin or a template',
  ],
  start: ['chỉ nhận: next, cut-in, "wait 60s" (1 đến 600 giây)', 'must be next, cut-in or "wait 60s" (1 to 600 s)'],
  wait: ['chờ từ 0 đến {seconds} giây rồi chen ngang', 'waits 0 to {seconds} seconds before it cuts in'],
  cron_long: ['dài quá {most} ký tự', 'is longer than {most} characters'],
  cron_characters: [
    'chỉ dùng chữ số thường, chữ cái không dấu, dấu cách và * - , / # ?',
    'only plain digits, letters, spaces and * - , / # ? are allowed',
  ],
  cron_nickname: [
    'không nhận tên gọi bắt đầu bằng @; hãy viết đủ năm mục',
    'names that begin with @ are not taken; write all five fields',
  ],
  cron_fields: [
    'cần đúng năm mục (phút, giờ, ngày, tháng, thứ), nhưng có {count}',
    'needs exactly five fields (minute, hour, day, month, weekday) but has {count}',
  ],
  cron_seconds: [
    'có sáu mục; trạm không nhận mục giây, hãy bỏ mục đầu',
    'has six fields; a seconds field is not taken, leave out the first one',
  ],
  cron_number: ['{part}: số có nhiều nhất hai chữ số', '{part}: a number has at most two digits'],
  cron_backward: ['{part}: khoảng phải đi từ nhỏ đến lớn', '{part}: a range goes from low to high'],
  cron_step: ['{part}: bước phải từ 1 đến {most}', '{part}: a step is 1 to {most}'],
  cron_part: ['{part} không hiểu được ở mục {which}', '{part} makes no sense as the {which}'],

  file_empty: ['tệp rỗng', 'the file is empty'],
  file_large: ['tệp lớn hơn {limit} byte', 'the file is larger than {limit} bytes'],
  file_crowded: [
    'tệp có quá nhiều dòng hoặc dấu; hãy chia thành nhiều tệp',
    'the file has too many lines or marks; split it into several',
  ],
  file_unreadable: ['không đọc được tệp', 'the file cannot be read'],
  file_changing: ['tệp đang được ghi, sẽ đọc lại', 'the file is being written; it will be read again'],
  file_gone: [
    'thư mục lịch trống hoặc không đọc được; muốn bỏ hết lịch, hãy để lại tệp có "rules: []"',
    'the folder is empty or cannot be read; to drop all rules leave a file with "rules: []"',
  ],
  not_utf8: ['tệp không phải UTF-8', 'the file is not UTF-8'],
  yaml: ['không đúng cú pháp YAML ({detail})', 'is not well-formed YAML ({detail})'],
  yaml_alias: ['không dùng được & và * để nhắc lại', 'anchors and aliases (& and *) are not taken'],
  yaml_merge: ['không dùng được khóa gộp <<', 'merge keys (<<) are not taken'],
  yaml_key: ['tên mục phải là một từ', 'the name of a field must be one word'],
  yaml_tag: ['không dùng được nhãn kiểu {tag}', 'the type tag {tag} is not taken'],
  yaml_directive: ['không dùng được dòng lệnh %', 'directives (%) are not taken'],
  yaml_documents: ['chỉ được một tài liệu; hãy bỏ dòng ---', 'only one document is taken; remove the line ---'],
  yaml_deep: ['lồng nhau quá sâu', 'is nested too deep'],
  key_twice: ['khóa "{key}" đã dùng ở luật khác trong tệp', 'the key "{key}" is used by another rule of this file'],
  no_bulletin: ['không có bản tin nào tên hoặc mã "{name}"', 'there is no bulletin with the title or id "{name}"'],
  many_bulletins: [
    'có nhiều bản tin tên "{name}"; hãy ghi mã',
    'several bulletins are titled "{name}"; write the id instead',
  ],
  no_template: [
    'không có khung chương trình nào tên hoặc mã "{name}"',
    'there is no template with the name or id "{name}"',
  ],
  many_templates: [
    'có nhiều khung chương trình tên "{name}"; hãy ghi mã',
    'several templates are named "{name}"; write the id instead',
  ],
  no_zone: ['không có vùng phát nào tên hoặc mã "{name}"', 'there is no zone with the name or id "{name}"'],
  many_zones: ['có nhiều vùng phát tên "{name}"; hãy ghi mã', 'several zones are named "{name}"; write the id instead'],
} as const satisfies Record<string, readonly [string, string]>;

export type ProblemKey = keyof typeof PROBLEMS;

/** True when `key` names a problem of this list. */
export function isProblemKey(key: string): key is ProblemKey {
  return Object.hasOwn(PROBLEMS, key);
}

/** The sentence of a problem, with its places filled. */
export function problem(key: ProblemKey, values: Values = {}): Bilingual {
  const [vi, en] = PROBLEMS[key];
  return fill({ vi, en }, values);
}
