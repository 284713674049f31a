import { StationError } from '#kernel';

/**
 * A title as people type it: composed letters, no control characters and nothing that turns the direction of reading,
 * at most 200 characters. Throws REQUEST_INVALID when nothing is left.
 */
export function cleanTitle(title: string): string {
  const clean = [...title.normalize('NFC').replace(/[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ')]
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
  const short = [...clean].slice(0, 200).join('');
  if (short === '') throw new StationError('REQUEST_INVALID', { field: 'title', problem: 'is empty' });
  return short;
}
