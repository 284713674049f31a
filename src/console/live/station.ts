import { computed, signal } from '@preact/signals';
import { civilOf } from '#kernel';
import { call } from '../api/client.ts';
import { keepLast } from '../kept/last-known.ts';
import { feed } from './feed.ts';

/** How far the station's wall clock is ahead of this page's monotonic clock. */
const aheadMs = signal(Date.now() - performance.now());

export const station = keepLast(
  'station',
  feed(async () => {
    const asked = performance.now();
    const answer = await call('getStation', {});
    clockTold(asked, answer.now);
    return answer;
  }, 'station'),
);

/** What the station's clock showed in the middle between the question and now. */
export function clockTold(askedAt: number, now: number): void {
  aheadMs.value = now - (askedAt + performance.now()) / 2;
}

export const stationZone = computed(() => station.data.value?.zone ?? 'Asia/Ho_Chi_Minh');

/** The station's clock, so that a computer whose own clock is wrong still schedules right. */
export function stationNow(): number {
  return performance.now() + aheadMs.value;
}

/** Moves once a second; read it to show time passing. */
export const tick = signal(0);
setInterval(() => {
  tick.value += 1;
}, 1000);

/** Today's civil date at the station. */
export const today = computed(() => {
  tick.value;
  return civilOf(stationNow(), stationZone.value).date;
});
