/** The rules by which written Vietnamese becomes words that a voice can say. Tried in this order at every place. Pure. */
import { ABBREVIATIONS, IN_DOCUMENTS, spell, UNITS } from './abbreviations.ts';
import { readAmount, readDigits, readWhole, romanValue } from './numbers.ts';

/** What a rule sees: the place where it stands, and what is before it. */
export interface Rule {
  /** Sticky; the rule is tried where it matches. */
  readonly form: RegExp;
  /** How it is said, or null: this is not what it looks like. */
  read(match: readonly string[], before: string, after: string): string | null;
}

const group = (match: readonly string[], at: number): string => match[at] ?? '';
const NOT_IN_WORD = '(?<![\\p{L}\\p{N}])';
const WORD_ENDS = '(?![\\p{L}\\p{N}])';
const AMOUNT = '(?:\\d{1,3}(?:\\.\\d{3})+|\\d+)(?:,\\d+)?';
const form = (pattern: string) => new RegExp(pattern, 'uy');
const longestFirst = (words: Readonly<Record<string, string>>) =>
  Object.keys(words)
    .sort((one, other) => other.length - one.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|');

const isDay = (day: number, month: number) => day >= 1 && day <= 31 && month >= 1 && month <= 12;
/** Days that everybody knows by their numbers. */
const FEASTS = new Set([
  '1/1',
  '3/2',
  '8/3',
  '26/3',
  '30/4',
  '1/5',
  '7/5',
  '19/5',
  '1/6',
  '27/7',
  '19/8',
  '2/9',
  '10/10',
  '20/10',
  '20/11',
  '22/12',
]);
const DAY_BEFORE =
  /(?:ngày|hôm nay|hôm qua|ngày mai|sáng|trưa|chiều|tối|đêm|mùng|mồng|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|lễ|dịp)[\s,(]*$/iu;
const DAYS_BEFORE = /(?:ngày|từ|đến)\s+\d{1,2}[/-]\d{1,2}\s*(?:,|và|đến|hoặc|-|–)\s*$/iu;
const sayMonth = (month: string) => (Number(month) === 4 ? 'tư' : readWhole(String(Number(month))));
const sayDay = (day: string, month: string, before: string) => {
  const word = /(?:ngày|mùng|mồng)\s*$/iu.test(before) ? '' : 'ngày ';
  return `${word}${readWhole(String(Number(day)))} tháng ${sayMonth(month)}`;
};
const NUMBERED =
  /(?:^|[\s(])(?:cấp|thế k[ỷỉ]|kh[óo][áa]|quý|quí|đại hội|hội nghị|kỳ họp|chương|phần|mục|lần thứ|thứ|vùng|loại|hạng|nhóm|giai đoạn|đợt|tập|bậc|điều|khu vực)(?: lần thứ)?\s+$/iu;
const CALL_BEFORE = /(?:gọi|gọi số|điện thoại|tổng đài|đường dây nóng|hotline|đt|sđt|số máy)[:\s]*(?:số[:\s]*)?$/iu;

/** The letters of a document number, part by part. */
function readDocument(letters: string): string {
  const parts = letters.split(/[-/]/).map((part) => {
    const known = IN_DOCUMENTS[part] ?? ABBREVIATIONS[part];
    if (known !== undefined) return known;
    const term = /^QH(\d+)$/.exec(part);
    return term ? `Quốc hội khóa ${readWhole(term[1] ?? '')}` : spell(part);
  });
  return parts.join(' ');
}

export const RULES: readonly Rule[] = [
  // 12/2026/NĐ-CP, 15/QĐ-UBND
  {
    form: form(`${NOT_IN_WORD}(\\d+)/(?:(\\d{4})/)?(\\p{Lu}[\\p{L}\\d]*(?:-\\p{Lu}[\\p{L}\\d&]*)*)${WORD_ENDS}`),
    read(match) {
      const [number, year, letters] = [group(match, 1), group(match, 2), group(match, 3)];
      return `${readWhole(number)}${year === '' ? '' : ` năm ${readWhole(year)}`}, ${readDocument(letters)}`;
    },
  },
  // QĐ-UBND alone
  {
    form: form(`${NOT_IN_WORD}((?:${longestFirst(IN_DOCUMENTS)})-\\p{Lu}[\\p{L}\\d]*)${WORD_ENDS}`),
    read: (match) => readDocument(group(match, 1)),
  },
  // Telephone numbers, and short ones behind "gọi"
  {
    form: form(`${NOT_IN_WORD}(\\+84[ .-]?\\d|0\\d|1[89]00)((?:[ .-]?\\d){4,9})(?![\\d,]*\\d)${WORD_ENDS}`),
    read(match) {
      const digits = `${group(match, 1)}${group(match, 2)}`.replace(/[^\d+]/g, '');
      const isWhole = digits.startsWith('1') ? digits.length >= 8 : digits.length >= 10 && digits.length <= 12;
      return isWhole ? `${digits.startsWith('+') ? 'cộng ' : ''}${readDigits(digits.replace('+', ''))}` : null;
    },
  },
  {
    form: form(`${NOT_IN_WORD}(\\d{3,5})(?![\\d.,/:%]*\\d)${WORD_ENDS}`),
    read: (match, before) => (CALL_BEFORE.test(before) ? readDigits(group(match, 1)) : null),
  },
  // 20/11/2026, 20-11-2026
  {
    form: form(`${NOT_IN_WORD}(\\d{1,2})([/.-])(\\d{1,2})\\2(\\d{4})${WORD_ENDS}`),
    read(match, before) {
      const [day, month, year] = [group(match, 1), group(match, 3), group(match, 4)];
      return isDay(Number(day), Number(month)) ? `${sayDay(day, month, before)} năm ${readWhole(year)}` : null;
    },
  },
  // 5-7/12: from one day to another
  {
    form: form(`${NOT_IN_WORD}(\\d{1,2}) ?[-–] ?(\\d{1,2})/(\\d{1,2})(?:/(\\d{4}))?${WORD_ENDS}`),
    read(match, before) {
      const [first, last, month, year] = [group(match, 1), group(match, 2), group(match, 3), group(match, 4)];
      if (!isDay(Number(first), Number(month)) || !isDay(Number(last), Number(month))) return null;
      const word = /ngày\s*$/iu.test(before) ? '' : 'ngày ';
      const end = `${readWhole(last)} tháng ${sayMonth(month)}${year === '' ? '' : ` năm ${readWhole(year)}`}`;
      return `${word}${readWhole(first)} đến ${end}`;
    },
  },
  // 11/2026 behind "tháng", III/2026 comes below
  {
    form: form(`${NOT_IN_WORD}(\\d{1,2})/(\\d{4})${WORD_ENDS}`),
    read: (match, before) =>
      /tháng\s*$/iu.test(before) ? `${sayMonth(group(match, 1))} năm ${readWhole(group(match, 2))}` : null,
  },
  // 20/11, 20-11: a day, a part of a whole, or from one to another
  {
    form: form(`${NOT_IN_WORD}(\\d{1,2})([/-])(\\d{1,2})(?![\\d.,/:%]*\\d)${WORD_ENDS}`),
    read(match, before) {
      const [first, sign, second] = [group(match, 1), group(match, 2), group(match, 3)];
      const [one, two] = [Number(first), Number(second)];
      const isTold = DAY_BEFORE.test(before) || DAYS_BEFORE.test(before) || FEASTS.has(`${one}/${two}`);
      if (isDay(one, two) && (isTold || (one > 12 && one > two))) return sayDay(first, second, before);
      if (sign === '-') return null;
      if (one > 0 && one < two && two <= 10) return `${readWhole(first)} phần ${two === 4 ? 'tư' : readWhole(second)}`;
      return isDay(one, two) ? sayDay(first, second, before) : `${readWhole(first)} trên ${readWhole(second)}`;
    },
  },
  // 7h30, 17g, 17:00
  {
    form: form(`${NOT_IN_WORD}(\\d{1,2})(?: ?(?:h|g|giờ)(?: ?(\\d{2}))?(?: ?(?:p|ph|phút|'))?|:(\\d{2}))${WORD_ENDS}`),
    read(match) {
      const [hour, minutes] = [Number(group(match, 1)), Number(group(match, 2) || group(match, 3) || '0')];
      if (hour > 24 || minutes > 59) return null;
      return `${readWhole(String(hour))} giờ${minutes === 0 ? '' : ` ${readWhole(String(minutes))} phút`}`;
    },
  },
  // cấp III, quý IV/2026
  {
    form: form(`${NOT_IN_WORD}([IVXLC]+)(?:/(\\d{4}))?${WORD_ENDS}`),
    read(match, before) {
      const value = NUMBERED.test(before) ? romanValue(group(match, 1)) : null;
      if (value === null) return null;
      const isFourth = value === 4 && /(?:thứ|quý|quí)\s+$/iu.test(before);
      const year = group(match, 2) === '' ? '' : ` năm ${readWhole(group(match, 2))}`;
      return `${isFourth ? 'tư' : readWhole(String(value))}${year}`;
    },
  },
  {
    form: form(`${NOT_IN_WORD}(${longestFirst(ABBREVIATIONS)})(?<end>${WORD_ENDS}|(?<=\\.))`),
    read: (match) => ABBREVIATIONS[group(match, 1)] ?? null,
  },
  // Numbers, with what is counted: 25 m2, 1.500.000đ, 38°C, 50.000 đ/kg
  {
    form: form(
      `(?<![\\p{L}\\d])(-)?(${AMOUNT})(?:( ?)(${longestFirst(UNITS)})(?:/(${longestFirst(UNITS)}))?)?${WORD_ENDS}`,
    ),
    read(match, before) {
      const [sign, amount, unit, per] = [group(match, 1), group(match, 2), group(match, 4), group(match, 5)];
      // Below zero is said of the weather; elsewhere the stroke is something else.
      if (sign !== '' && !unit.startsWith('°')) return null;
      const number = /(?:thứ|tháng)\s+$/iu.test(before) && amount === '4' ? 'tư' : readAmount(amount);
      const units = [unit === '' ? '' : ` ${UNITS[unit]}`, per === '' ? '' : ` một ${UNITS[per]}`];
      return `${sign === '' ? '' : 'âm '}${number}${units.join('')}`;
    },
  },
  // 5-7, 7h-9h: from one to another
  {
    form: form(' ?[-–] ?(?=\\d)'),
    read: (_, before) => (/(?:\d|%|\dh|\dg)$/u.test(before) ? ' đến ' : null),
  },
  { form: form(' ?& ?'), read: () => ' và ' },
  // Capital letters that are no word: no vowel to say them by
  {
    form: form(`${NOT_IN_WORD}([BCDĐGHKLMNPQRSTVXWZFJ]{2,6})${WORD_ENDS}`),
    read: (match) => spell(group(match, 1)),
  },
];
