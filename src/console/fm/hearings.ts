import { computed, signal } from '@preact/signals';
import { type Answer, call } from '../api/client.ts';
import { feed } from '../live/feed.ts';
import type { AsRunLine } from '../live/lists.ts';
import { today } from '../live/station.ts';

export type Hearing = Answer<'listHearings'>[number];
export type Heard = Hearing['heard'];
export const HEARD = ['heard', 'partly', 'not_heard'] as const satisfies readonly Heard[];

/** What people said, by the delivery that they spoke of; asked for one broadcast at a time and kept. */
const known = signal<ReadonlyMap<string, Hearing>>(new Map());

/** The last word on a delivery, or undefined: nobody spoke, or it was not asked yet. */
export const hearingOf = (deliveryId: string): Hearing | undefined => known.value.get(deliveryId);

/** What a person may be asked about: it went by FM, and no device heard it. */
export function mayBeAsked(line: Pick<AsRunLine, 'carrier' | 'state' | 'reason' | 'evidence'>): boolean {
  if (line.carrier !== 'fm' || line.evidence === 'F2') return false;
  // What never left the station, nobody heard.
  return line.state === 'handed_over' || line.reason === 'encoder_silent' || line.reason === 'encoder_refused';
}

/** Asks what people said about broadcasts of these lines. */
export async function askHearings(lines: readonly AsRunLine[]): Promise<void> {
  const broadcastIds = new Set(lines.filter((line) => line.carrier === 'fm').map((line) => line.broadcastId));
  const answers = await Promise.all(
    [...broadcastIds].map((broadcastId) => call('listHearings', { query: { broadcastId } })),
  );
  const fresh = new Map(known.value);
  for (const hearing of answers.flat()) {
    const before = fresh.get(hearing.deliveryId);
    if (!before || before.createdAt <= hearing.createdAt) fresh.set(hearing.deliveryId, hearing);
  }
  known.value = fresh;
}

/** The lines of today that went by FM, with what people said of them. */
export const fmToday = feed(async () => {
  const lines = await call('listAsRun', { query: { date: today.value, limit: 1000 } });
  const byFm = lines.filter(({ carrier }) => carrier === 'fm');
  await askHearings(byFm);
  return byFm;
}, 'log');

/** Nobody, neither device nor person, said whether these were heard. */
export const unconfirmed = computed(() =>
  (fmToday.data.value ?? []).filter((line) => mayBeAsked(line) && hearingOf(line.deliveryId) === undefined),
);
