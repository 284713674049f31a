/** 5:30, 5h30, 530 and 5 giờ as 05:30; what cannot be read stays as it was typed, and the station says what is wrong. */
export function hourOf(typed: string): string {
  const match = /^(\d{1,2})\s*(?:[:.h,]|giờ)?\s*(\d{2})?\s*(?:phút)?$/i.exec(typed.trim());
  if (!match) return typed.trim();
  const [, hour = '', minute = '00'] = match;
  return `${hour.padStart(2, '0')}:${minute}`;
}

/** A whole number, null where nothing is written, NaN where something else is. */
export function countOf(typed: string): number | null {
  const text = typed.trim();
  if (text === '') return null;
  return /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
}

/** A level in dB as people type it: a comma, a real minus sign. */
export function decibelsOf(typed: string): number {
  const text = typed.trim().replace(',', '.').replace(/[−–]/, '-');
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
}
