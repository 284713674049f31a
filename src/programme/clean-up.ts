/** A bulletin with personal data whose time is over. */
export interface Ended {
  readonly bulletinId: string;
  /** All that it says, in every language. */
  readonly recordingIds: readonly string[];
  /** What is still to be heard of it, by title. */
  readonly planned: readonly string[];
}

/** What else needs a recording. */
export const RECORDING_USES = [
  'bulletin',
  'chime',
  'template',
  'relay',
  'bank',
  'fm',
  'alert',
  'inbox',
  'broadcast',
  'check',
] as const;
export type RecordingUse = (typeof RECORDING_USES)[number];
/** By recording; whatever only the ended bulletins say is absent. */
export type RecordingUses = ReadonlyMap<string, ReadonlySet<RecordingUse>>;

/** What becomes of an ended bulletin. */
export type CleanUp = { readonly bulletinId: string } & (
  | { readonly waitsFor: readonly string[] }
  | {
      /** It is withdrawn; the files of these recordings go. */
      readonly remove: readonly string[];
      /** The files of these stay, because of others. */
      readonly kept: ReadonlyArray<{ readonly recordingId: string; readonly uses: readonly RecordingUse[] }>;
    }
);

/**
 * Which files may go now that the time of these bulletins is over, and why not. What is still planned waits as a whole, and
 * keeps what it says for the others too. Pure.
 */
export function decideCleanUp(ended: readonly Ended[], uses: RecordingUses): CleanUp[] {
  const held = new Set(ended.flatMap((one) => (one.planned.length > 0 ? one.recordingIds : [])));
  return ended.map(({ bulletinId, recordingIds, planned }) => {
    if (planned.length > 0) return { bulletinId, waitsFor: planned };
    const kept = [...new Set(recordingIds)].flatMap((recordingId) => {
      const found = new Set([
        ...(uses.get(recordingId) ?? []),
        ...(held.has(recordingId) ? ['bulletin' as const] : []),
      ]);
      return found.size === 0 ? [] : [{ recordingId, uses: RECORDING_USES.filter((use) => found.has(use)) }];
    });
    const stays = new Set(kept.map((one) => one.recordingId));
    return { bulletinId, remove: [...new Set(recordingIds)].filter((id) => !stays.has(id)), kept };
  });
}
