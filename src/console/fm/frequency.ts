/** 54,5 or 54.5 MHz in kHz; null where nothing is written, NaN where something else is. */
export function kilohertzOf(typed: string): number | null {
  const text = typed.trim().replace(/mhz$/i, '').trim().replace(',', '.');
  if (text === '') return null;
  return /^\d{1,3}(\.\d{1,3})?$/.test(text) ? Math.round(Number(text) * 1000) : Number.NaN;
}
