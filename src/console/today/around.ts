import { computed } from '@preact/signals';
import { call } from '../api/client.ts';
import { keepLast } from '../kept/last-known.ts';
import { feed } from '../live/feed.ts';
import { endpoints } from '../live/lists.ts';
import { stationNow, tick } from '../live/station.ts';
import { boardOf, nextOf } from './board.ts';

const HOUR_MS = 3_600_000;
const MOST = 500;

/** What is on air, and what comes until tomorrow evening, whichever day is shown below. */
export const around = keepLast(
  'around',
  feed(() => {
    const now = Math.floor(stationNow());
    return call('listBroadcasts', { query: { from: now - 6 * HOUR_MS, to: now + 36 * HOUR_MS, limit: MOST } });
  }, 'air'),
);
export const proofs = keepLast(
  'proofs',
  feed(() => call('listProofs', {}), 'log'),
);

/** Null until all that it needs is known. */
export const board = computed(() => {
  tick.value;
  if (!endpoints.data.value || !around.data.value) return null;
  return boardOf(endpoints.data.value, around.data.value, proofs.data.value ?? [], stationNow());
});
export const next = computed(() => {
  tick.value;
  return nextOf(around.data.value ?? [], stationNow());
});
