/** Bytes of a file to text, or the reason why they are none that can be trusted. Pure. */
import { type Bilingual, StationError } from '#kernel';

/** A commune has hundreds of lines, a province ten thousand. */
export const MOST_BYTES = 4 * 1024 * 1024;

const HOW: Bilingual = {
  vi: 'Trong Excel hãy chọn Lưu thành, kiểu “CSV UTF-8”, rồi chọn lại tệp',
  en: 'In Excel choose Save as, “CSV UTF-8”, then choose the file again',
};

export function refuseFile(vi: string, en: string): StationError {
  return new StationError('IMPORT_FILE', { problem: { vi, en } });
}

const wrongLetters = (name: string) =>
  refuseFile(
    `chữ viết theo bảng mã ${name}, không phải UTF-8. ${HOW.vi}`,
    `its letters are in ${name}, not UTF-8. ${HOW.en}`,
  );

/** UTF-8 or UTF-16, with or without a mark in front, in one form of accents. Throws IMPORT_FILE that names what it is. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes.length === 0) throw refuseFile('tệp trống', 'it is empty');
  if (starts(bytes, [0x50, 0x4b, 3, 4]) || starts(bytes, [0xd0, 0xcf, 0x11, 0xe0]))
    throw refuseFile(`đây là tệp Excel hoặc tệp nén. ${HOW.vi}`, `it is an Excel file or an archive. ${HOW.en}`);
  const text = plainText(bytes).normalize('NFC');
  const known = misread(text);
  if (known !== null) throw wrongLetters(known);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text))
    throw refuseFile('có ký tự điều khiển, đây không phải tệp chữ', 'it holds control characters and is no text file');
  return text;
}

function plainText(bytes: Uint8Array): string {
  const kind = starts(bytes, [0xff, 0xfe])
    ? 'utf-16le'
    : starts(bytes, [0xfe, 0xff])
      ? 'utf-16be'
      : (zeroSide(bytes) ?? 'utf-8');
  try {
    return new TextDecoder(kind, { fatal: true }).decode(bytes);
  } catch {
    if (kind !== 'utf-8') throw refuseFile('chữ UTF-16 bị hỏng', 'its UTF-16 is broken');
    throw wrongLetters(oldTable(bytes));
  }
}

const starts = (bytes: Uint8Array, mark: readonly number[]) => mark.every((byte, at) => bytes[at] === byte);

/** UTF-16 without a mark shows by zeros on one side of most pairs. */
function zeroSide(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const look = Math.min(bytes.length, 2000) & ~1;
  let [even, odd] = [0, 0];
  for (let at = 0; at < look; at += 2) {
    if (bytes[at] === 0) even += 1;
    if (bytes[at + 1] === 0) odd += 1;
  }
  if (odd > look / 6 && even === 0) return 'utf-16le';
  return even > look / 6 && odd === 0 ? 'utf-16be' : null;
}

/** Which old table of letters the bytes are likely of: each has bytes that the others hardly use in Vietnamese. */
function oldTable(bytes: Uint8Array): string {
  const counts = new Map<number, number>();
  for (const byte of bytes) if (byte >= 0x80) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  const sum = (marks: readonly number[]) => marks.reduce((all, mark) => all + (counts.get(mark) ?? 0), 0);
  // 1258: five marks of tone behind their letter, and đ; TCVN3: whole letters, of which these are the commonest.
  const vietnamese = sum([0xcc, 0xd2, 0xde, 0xec, 0xf2, 0xf0]);
  const tcvn3 = sum([0xae, 0xa7, 0xab, 0xb5, 0xb8, 0xb7, 0xa9, 0xa8, 0xac, 0xad]);
  if (tcvn3 > vietnamese) return 'TCVN3 (ABC)';
  return vietnamese > 0 ? 'Windows-1258' : 'Windows-1252';
}

/** Letters that were read by the wrong table once and saved so. */
function misread(text: string): string | null {
  if (/Ã[\u0080-\u00bf¡-¿]|áº|á»|Ä‘|Æ°|Æ¡/.test(text)) return 'UTF-8 (đọc nhầm thành Windows-1252)';
  const signs = text.match(/\p{L}[®§¬¨©«µ¸¶·¹]|[®§¬¨©«µ¸¶·¹]\p{L}/gu) ?? [];
  if (signs.length >= 2) return 'TCVN3 (ABC)';
  return /[ÐðÞþ]/.test(text) || /[\u0080-\u009f]/.test(text) ? 'Windows-1252/1258' : null;
}
