import { useFresh } from '../live/feed.ts';
import { areas, endpoints, zones } from '../live/lists.ts';
import { AreaSection } from './area-section.tsx';
import { areaActs, brands } from './areas.ts';
import { EndpointSection } from './endpoint-section.tsx';
import { ZoneSection } from './zone-section.tsx';

const SLOWLY_MS = 10_000;

/** Endpoints, and the areas and zones that they belong to: all that brings a new station to its first sound. */
export function PlacesPage({ looking }: { looking: boolean }) {
  useFresh(endpoints, looking);
  useFresh(areas, looking);
  useFresh(areaActs, looking, SLOWLY_MS);
  useFresh(brands, looking, SLOWLY_MS);
  useFresh(zones, looking);
  return (
    <div hidden={!looking}>
      <EndpointSection />
      <ZoneSection />
      <AreaSection />
    </div>
  );
}
