import { areas, endpoints } from '../live/lists.ts';
import { words } from '../words/language.ts';

/** What a person calls the place that something holds for. */
export function placeName(areaId: string | null, endpointId: string | null = null): string {
  if (endpointId !== null) return endpoints.data.value?.find(({ id }) => id === endpointId)?.name ?? endpointId;
  if (areaId === null) return words.value.hours.whole;
  return areas.data.value?.find(({ id }) => id === areaId)?.name ?? areaId;
}
