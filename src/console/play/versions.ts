/** The languages of a bulletin, and for how long it is worth hearing, while a person fills them in. Pure. */
import { instantOf } from '#kernel';

/** One more language of a bulletin, with the recording that says it. Both are chosen one after the other. */
export interface VersionDraft {
  readonly language: string;
  readonly recordingId: string;
}

/** What is spoken in the communes of the country, by the tags of BCP 47; the commonest first. */
export const LANGUAGES = [
  ...(['vi', 'tyz', 'blt', 'mtq', 'hmn', 'km', 'nut', 'ium', 'jra', 'rad', 'bdq', 'kpm'] as const),
  ...(['sed', 'cjm', 'hre', 'cmo', 'zh', 'en'] as const),
] as const;

/** What is wrong with the further languages: half filled in, or the same one twice. */
export function versionsProblem(main: string, versions: readonly VersionDraft[]): 'version' | 'twice' | null {
  if (versions.some(({ language, recordingId }) => language === '' || recordingId === '')) return 'version';
  const all = [main, ...versions.map(({ language }) => language)];
  return new Set(all).size < all.length ? 'twice' : null;
}

/** Civil dates, both included; empty: from now on, for ever. */
export interface Validity {
  readonly fromDate: string;
  readonly toDate: string;
}

const LAST_MINUTE = '23:59';

/** The instants of a validity, in the zone of the station. */
export function validityOf(
  { fromDate, toDate }: Validity,
  zone: string,
): { validFrom: number | null; validTo: number | null } {
  return {
    validFrom: fromDate === '' ? null : instantOf(fromDate, '00:00', zone),
    validTo: toDate === '' ? null : instantOf(toDate, LAST_MINUTE, zone),
  };
}

/** True when it would be over before it begins, or is over already. */
export function isOver({ fromDate, toDate }: Validity, today: string): boolean {
  return toDate !== '' && (toDate < today || (fromDate !== '' && toDate < fromDate));
}
