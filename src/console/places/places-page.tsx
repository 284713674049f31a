import { useRef } from 'preact/hooks';
import { ScannedClaim } from '../care/claim-part.tsx';
import { EndpointDetail } from '../care/endpoint-detail.tsx';
import { FaultSection } from '../care/fault-section.tsx';
import { care } from '../care/words.ts';
import { openFaults } from '../live/faults.ts';
import { useFresh } from '../live/feed.ts';
import { areas, endpoints, zones } from '../live/lists.ts';
import { MapSection } from '../map/map-section.tsx';
import { where } from '../where.ts';
import { words } from '../words/language.ts';
import '../style/care.css';
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
  useFresh(openFaults, looking, SLOWLY_MS);
  const thing = looking ? where.value.thing : '';
  const claimed = /^claim=([\w-]{4,32})$/.exec(thing)?.[1];
  const isOne = thing !== '' && thing !== 'su-co' && claimed === undefined;
  // What was half typed about it stays while another page is looked at.
  const kept = useRef('');
  if (isOne) kept.current = thing;
  return (
    <div hidden={!looking}>
      {claimed === undefined ? null : <ScannedClaim code={claimed} />}
      {kept.current === '' ? null : (
        <div hidden={!isOne}>
          <One id={kept.current} />
        </div>
      )}
      <div hidden={isOne || claimed !== undefined}>
        <EndpointSection />
        <FaultSection looking={looking && !isOne} />
        <MapSection looking={looking && !isOne} />
        <ZoneSection />
        <AreaSection />
      </div>
    </div>
  );
}

function One({ id }: { id: string }) {
  const { one: say } = care.value;
  const list = endpoints.data.value;
  const endpoint = list?.find((known) => known.id === id);
  if (endpoint) return <EndpointDetail key={id} endpoint={endpoint} />;
  if (list === null) return <p>{words.value.wait}</p>;
  return (
    <section class="card">
      <h1>{say.gone}</h1>
      <a class="button" href="#cum-loa">
        {say.back}
      </a>
    </section>
  );
}
