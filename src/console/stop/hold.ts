import { computed, signal } from '@preact/signals';
import { type Answer, call } from '../api/client.ts';
import { gate } from '../live/lists.ts';
import { stationNow, tick } from '../live/station.ts';
import { session } from '../session/session.ts';
import { broadcasts } from '../today/broadcasts.ts';
import { vi } from '../words/vi.ts';

/** The areas that this person may silence; null: the whole station. */
export const ownAreas = computed<readonly string[] | null>(() => {
  const now = session.value;
  if (now.state !== 'in') return null;
  const ids = now.rights.filter(({ verb }) => verb === 'operate' || verb === 'emergency').map(({ areaId }) => areaId);
  return ids.includes(null) ? null : [...new Set(ids.filter((id) => id !== null))];
});

export interface StopWish {
  /** Empty: wherever this person may. */
  readonly areaId: string;
  readonly holdMinutes: number;
  readonly reason: string;
}

/** What the last press did; shown until it is closed. */
export const lastStop = signal<Answer<'stop'> | null>(null);
/** True while the dialog is open. */
export const stopAsked = signal(false);

export interface Hold {
  readonly until: number;
  readonly endpointIds: readonly string[];
}

/** The silence that the button holds, whoever pressed it; null: none. */
export const hold = computed<Hold | null>(() => {
  tick.value;
  const now = stationNow();
  const spans = (gate.data.value?.quietSpans ?? []).filter(
    ({ endpointId, from, to, byStop }) => byStop && endpointId !== null && from <= now && to > now,
  );
  const last = lastStop.value;
  const inMemory = last !== null && !last.written && last.heldUntil !== null && last.heldUntil > now ? last : null;
  const endpointIds = new Set([
    ...spans.flatMap(({ endpointId }) => endpointId ?? []),
    ...(inMemory?.endpointIds ?? []),
  ]);
  if (endpointIds.size === 0) return null;
  return { until: Math.max(inMemory?.heldUntil ?? 0, ...spans.map(({ to }) => to)), endpointIds: [...endpointIds] };
});

/** Silence now. Throws what the client throws. */
export async function stopNow({ areaId, holdMinutes, reason }: StopWish): Promise<void> {
  const own = ownAreas.value;
  const everywhere = own === null ? { all: true as const } : { areaIds: [...own] };
  const place = areaId === '' ? everywhere : { areaIds: [areaId] };
  const words = reason.trim();
  lastStop.value = await call('stop', {
    body: { ...place, holdMinutes, reason: words === '' ? vi.stop.mark : `${vi.stop.mark}: ${words}` },
  });
  void gate.refresh();
  void broadcasts.refresh();
}

/** Ends the silence that is held. */
export async function liftHold(): Promise<void> {
  await call('liftStop', { body: { endpointIds: [...(hold.value?.endpointIds ?? [])] } });
  lastStop.value = null;
  await gate.refresh();
}
