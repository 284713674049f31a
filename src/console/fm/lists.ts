import { computed } from '@preact/signals';
import { type Answer, call } from '../api/client.ts';
import { feed } from '../live/feed.ts';
import { areas } from '../live/lists.ts';
import { words } from '../words/language.ts';

export type FmStation = Answer<'listFmStations'>[number];
export type FmReceiver = FmStation['receivers'][number];
export type Interference = Answer<'listInterference'>[number];
export type VillageTask = Interference['tasks'][number];

export const stations = feed(() => call('listFmStations', {}));
export const interference = feed(() => call('listInterference', {}), 'fm');

/** All receivers of all stations, by their endpoint. */
export const receivers = computed(
  () => new Map((stations.data.value ?? []).flatMap((one) => one.receivers.map((it) => [it.endpointId, it] as const))),
);

/** What a person calls the village of receivers; their own name where they are in none. */
export function villageOf({ areaId, name }: Pick<FmReceiver, 'areaId' | 'name'>): string {
  if (areaId === null) return name;
  return areas.data.value?.find(({ id }) => id === areaId)?.name ?? words.value.endpoints.noArea;
}
