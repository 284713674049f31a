/** What exactly is approved: its canonical form, its hash, and whether what is there now is still that. Pure. */
import { createHash } from 'node:crypto';
import type { Bilingual, Kind } from '#kernel';
import type { BulletinClass, ExternalForm } from './details-store.ts';

/** All of a bulletin that a person who approves it answers for. */
export interface BulletinContent {
  readonly title: string;
  readonly text: string;
  readonly class: BulletinClass;
  readonly form: ExternalForm | null;
  /** What sort of programme it is heard in: news, legal awareness, music. */
  readonly kind: Kind;
  /** The areas that it is meant for; empty: wherever it is played. */
  readonly audience: readonly string[];
  readonly documentNumber: string;
  /** SHA-256 of the attached document; null: none. */
  readonly attachment: string | null;
  /** The main version first. `sound` is the recording as it is heard (see `soundOf` of the media room). */
  readonly versions: ReadonlyArray<{ readonly language: string; readonly sound: string }>;
  readonly validFrom: number | null;
  readonly validTo: number | null;
}

/** What can differ between what was approved and what is there now. */
export const CONTENT_PARTS = {
  title: { vi: 'tiêu đề', en: 'title' },
  text: { vi: 'lời văn', en: 'text' },
  class: { vi: 'loại bản tin', en: 'class' },
  form: { vi: 'thông tin của bên ngoài', en: 'details from outside' },
  kind: { vi: 'loại chương trình', en: 'kind of programme' },
  audience: { vi: 'nơi được nghe', en: 'where it is for' },
  documentNumber: { vi: 'số văn bản', en: 'document number' },
  attachment: { vi: 'văn bản gửi kèm', en: 'attached document' },
  versions: { vi: 'bản ghi âm', en: 'recording' },
  validity: { vi: 'thời hạn phát', en: 'validity' },
} as const satisfies Record<string, Bilingual>;
export type ContentPart = keyof typeof CONTENT_PARTS;

/** The same text for the same content, whatever order its fields and places were written in. */
export function canonical(content: BulletinContent): string {
  const rest = content.versions.slice(1).sort((a, b) => (a.language < b.language ? -1 : 1));
  const [main] = content.versions;
  const versions = main ? [main, ...rest] : rest;
  return JSON.stringify(sorted({ ...content, audience: [...content.audience].sort(), versions }));
}

/** The name of a content: what somebody saw is approved, and nothing else. */
export function contentSha256(content: BulletinContent): string {
  return createHash('sha256').update(canonical(content)).digest('hex');
}

/**
 * Which parts of the content differ from what was approved. A shorter validity is no difference: who approved more approved
 * that too.
 */
export function changesBetween(approved: BulletinContent, now: BulletinContent): ContentPart[] {
  const [before, after] = [
    JSON.parse(canonical(approved)) as BulletinContent,
    JSON.parse(canonical(now)) as BulletinContent,
  ];
  const parts = (Object.keys(CONTENT_PARTS) as ContentPart[]).filter((part) => {
    if (part === 'validity') return !isWithin(now, approved);
    return JSON.stringify(before[part]) !== JSON.stringify(after[part]);
  });
  return parts;
}

/** True when what is there now is what was approved. */
export function isCovered(approved: BulletinContent, now: BulletinContent): boolean {
  return changesBetween(approved, now).length === 0;
}

type Validity = Pick<BulletinContent, 'validFrom' | 'validTo'>;

function isWithin(inner: Validity, outer: Validity): boolean {
  const from = outer.validFrom === null || (inner.validFrom !== null && inner.validFrom >= outer.validFrom);
  const to = outer.validTo === null || (inner.validTo !== null && inner.validTo <= outer.validTo);
  return from && to;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
}
