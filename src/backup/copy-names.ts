/** Names of the copies that the station makes by itself. Pure. */
import { civilOf } from '#kernel';

/** Nothing else in the folder is shown, sent or removed. */
const NAME = /^sao-luu-\d{4}-\d{2}-\d{2}-\d{6}\.(tar|loaxa)$/;
const SECOND_MS = 1000;

/** True when this is the name of a copy: no path leads out of it. */
export function isCopyName(name: string): boolean {
  return NAME.test(name);
}

/** A name by the station's clock, which none of `taken` has. Sealed copies are no tar files, and do not say that they are. */
export function copyNameAt(atMs: number, zone: string, isSealed: boolean, taken: readonly string[]): string {
  for (let at = atMs; ; at += SECOND_MS) {
    const { date, time } = civilOf(at, zone);
    const stem = `sao-luu-${date}-${time.replaceAll(':', '')}`;
    if (!taken.some((name) => name.startsWith(stem))) return `${stem}.${isSealed ? 'loaxa' : 'tar'}`;
  }
}
