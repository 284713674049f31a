/** Numbers as Vietnamese says them. Pure. */

const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;
const GROUPS = ['', 'nghìn', 'triệu', 'tỷ', 'nghìn tỷ', 'triệu tỷ'] as const;
/** Longer ones are no amounts: they are read digit by digit. */
const LONGEST_AMOUNT = 15;

/** "0912" → "không chín một hai". */
export function readDigits(digits: string): string {
  return [...digits].map((digit) => DIGITS[Number(digit)] ?? '').join(' ');
}

/** A whole number of digits alone: 1205 → "một nghìn hai trăm linh năm". A leading zero is read too. */
export function readWhole(digits: string): string {
  if (digits.length > LONGEST_AMOUNT || (digits.length > 1 && digits.startsWith('0'))) return readDigits(digits);
  const groups: string[] = [];
  for (let end = digits.length; end > 0; end -= 3) groups.unshift(digits.slice(Math.max(0, end - 3), end));
  const words = groups.flatMap((group, at) => {
    const isFirst = at === 0;
    if (Number(group) === 0 && !(isFirst && groups.length === 1)) return [];
    return [`${readGroup(group, !isFirst)} ${GROUPS[groups.length - 1 - at] ?? ''}`.trim()];
  });
  return words.join(' ');
}

/** Up to three digits; `whole` says the hundreds even when there are none, as behind a thousand. */
function readGroup(group: string, whole: boolean): string {
  const [hundreds, tens, ones] = [...group.padStart(3, '0')].map(Number) as [number, number, number];
  const words: string[] = [];
  if (hundreds > 0 || whole) words.push(`${DIGITS[hundreds]} trăm`);
  if (tens === 0 && ones > 0 && words.length > 0) words.push('linh');
  if (tens === 1) words.push('mười');
  if (tens > 1) words.push(`${DIGITS[tens]} mươi`);
  if (ones > 0) words.push(readOnes(ones, tens));
  return words.length === 0 ? DIGITS[0] : words.join(' ');
}

function readOnes(ones: number, tens: number): string {
  if (ones === 1 && tens > 1) return 'mốt';
  if (ones === 5 && tens > 0) return 'lăm';
  return DIGITS[ones] ?? '';
}

/** An amount as it is written: points between thousands, a comma before the fraction: "1.500,5". */
export function readAmount(written: string): string {
  const [whole = '', fraction] = written.replaceAll('.', '').split(',');
  if (fraction === undefined) return readWhole(whole);
  const isShort = fraction.length <= 2 && !fraction.startsWith('0');
  return `${readWhole(whole)} phẩy ${isShort ? readWhole(fraction) : readDigits(fraction)}`;
}

const ROMAN = { I: 1, V: 5, X: 10, L: 50, C: 100 } as const;

/** A Roman numeral below 400, or null. */
export function romanValue(text: string): number | null {
  if (!/^(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$/.test(text) || text === '') return null;
  const values = [...text].map((letter) => ROMAN[letter as keyof typeof ROMAN]);
  return values.reduce((sum, value, at) => (value < (values[at + 1] ?? 0) ? sum - value : sum + value), 0);
}
