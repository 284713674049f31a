/** What may sound, where, by what was approved. Pure. */

/** What is asked of: something that is to be heard. */
export interface ToBeHeard {
  readonly level: string;
  readonly bulletinId: string | null;
  readonly runningOrder: { readonly items: ReadonlyArray<{ readonly kind: string; readonly recordingId?: string }> };
}

/** One approval that holds: which sounds, as what, and where. */
export interface Cover {
  readonly subject: string;
  readonly kind: 'bulletin' | 'frame' | 'item';
  readonly sounds: readonly string[];
  /** Where it may be heard; null: everywhere. */
  readonly areaIds: ReadonlySet<string> | null;
}

/** All that is approved at a moment, and how recordings sound at that moment. */
export interface Clearances {
  /** By sound. */
  readonly covers: ReadonlyMap<string, readonly Cover[]>;
  /** By recording. */
  readonly sounds: ReadonlyMap<string, string>;
}

/** The approvals that hold, by sound. */
export function bySound(covers: readonly Cover[]): Map<string, Cover[]> {
  const found = new Map<string, Cover[]>();
  for (const cover of covers) {
    for (const sound of new Set(cover.sounds)) found.set(sound, [...(found.get(sound) ?? []), cover]);
  }
  return found;
}

/**
 * May these sounds be heard in a place (`areaIds`: its area and all above it)? Each recording must be approved as it sounds
 * now: in a broadcast of one bulletin as part of that very bulletin or as a frame, else in anything that is approved for
 * there. An emergency is exempt: a person with that right answers for it by name, with a reason. Voices and relayed
 * stations have rights of their own; they are no recordings.
 */
export function maySound(
  { level, bulletinId, runningOrder }: ToBeHeard,
  { covers, sounds }: Clearances,
  areaIds: ReadonlySet<string>,
): boolean {
  if (level === 'emergency') return true;
  return runningOrder.items.every((item) => {
    if (item.kind !== 'audio') return true;
    const own = covers.get(sounds.get(item.recordingId ?? '') ?? '') ?? [];
    return own.some(
      (cover) =>
        (cover.kind !== 'bulletin' || bulletinId === null || cover.subject === bulletinId) &&
        (cover.areaIds === null || [...cover.areaIds].some((id) => areaIds.has(id))),
    );
  });
}

/** What frames others (chimes, signature tunes, what stands in for a relay) as one thing to be heard. */
export function alone(recordingId: string): ToBeHeard {
  return { level: 'scheduled', bulletinId: '', runningOrder: { items: [{ kind: 'audio', recordingId }] } };
}
