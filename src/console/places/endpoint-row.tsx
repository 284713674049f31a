import { call } from '../api/client.ts';
import { care } from '../care/words.ts';
import { openFaults } from '../live/faults.ts';
import { areas, type Endpoint, endpoints, zones } from '../live/lists.ts';
import { today } from '../live/station.ts';
import { ActButton } from '../parts/act-button.tsx';
import type { IconName } from '../parts/icon.tsx';
import { Mark, type Tone } from '../parts/mark.tsx';
import { useRepeatKey } from '../parts/submitting.ts';
import { civilDateOf } from '../words/civil-date.ts';
import { words } from '../words/language.ts';
import { tellMoment, tellNumber, tellSecond } from '../words/tell.ts';
import type { FreshAddress } from './fresh-address.tsx';

const LOOKS: Record<Endpoint['state'], readonly [IconName, Tone]> = {
  online: ['done', 'good'],
  offline: ['lost', 'bad'],
  never_seen: ['warn', 'warn'],
  unclaimed: ['wait', 'warn'],
};

/** Receivers of an FM station are told of and changed on its own page. */
function FmRow({ endpoint: { id, name, areaId, duty, playing, code, stationCode } }: { endpoint: Endpoint }) {
  const { endpoints: say, fm } = words.value;
  const area = areas.data.value?.find((one) => one.id === areaId)?.name;
  return (
    <tr>
      <th scope="row">
        <a href={`#cum-loa/${id}`}>{name}</a>
        <span class="hint">{area ?? say.noArea}</span>
        <Codes code={code} stationCode={stationCode} />
      </th>
      <td data-label={say.state}>
        <Mark icon="mast" tone="quiet">
          {`FM: ${duty === 'stand_in' ? fm.duties.stand_in : fm.duties.main}`}
        </Mark>
        <FaultMark endpointId={id} />
        {playing === null ? null : (
          <span class="hint">
            {say.playing}: {playing}
          </span>
        )}
      </td>
      <td colSpan={3}>
        <span class="hint">{say.fmSilent}</span>
      </td>
      <td>
        <a class="button" href="#dai-fm">
          {say.toFm}
        </a>
      </td>
    </tr>
  );
}

interface EndpointRowProps {
  readonly endpoint: Endpoint;
  readonly show: (address: FreshAddress) => void;
}

export function EndpointRow(props: EndpointRowProps) {
  return props.endpoint.protocol === 'fm' ? <FmRow endpoint={props.endpoint} /> : <IpRow {...props} />;
}

function IpRow({ endpoint, show }: EndpointRowProps) {
  const say = words.value.endpoints;
  const key = useRepeatKey();
  const {
    id,
    name,
    code,
    stationCode,
    duty,
    state,
    protocol,
    lastSeenAt,
    clockErrorMs,
    listeners,
    playing,
    streamPath,
  } = endpoint;
  const [icon, tone] = LOOKS[state];
  const area = areas.data.value?.find((one) => one.id === endpoint.areaId)?.name;
  const renew = async () => {
    const { claimCode } = await call('renewClaimCode', { params: { id }, key: key.of(id) });
    key.done();
    show({ name, claimCode, streamPath: null });
    await endpoints.refresh();
  };
  const retire = async () => {
    await call('retireEndpoint', { params: { id } });
    await Promise.all([endpoints.refresh(), zones.refresh()]);
  };
  return (
    <tr>
      <th scope="row">
        <a href={`#cum-loa/${id}`}>{name}</a>
        <span class="hint">{area ?? say.noArea}</span>
        <Codes code={code} stationCode={stationCode} />
        {duty === 'source' ? <span class="hint">{say.source}</span> : null}
        {streamPath === null ? null : <span class="hint address">{location.origin + streamPath}</span>}
      </th>
      <td data-label={say.state}>
        <Mark icon={icon} tone={tone}>
          {say.states[state]}
        </Mark>
        <FaultMark endpointId={id} />
        {playing === null ? null : (
          <span class="hint">
            {say.playing}: {playing}
          </span>
        )}
      </td>
      <td data-label={say.seen}>{lastSeenAt === null ? say.never : tellSeen(lastSeenAt)}</td>
      <td data-label={say.clock}>
        {clockErrorMs === null ? say.clockUnknown : say.clockError(tellNumber(Math.max(1, Math.ceil(clockErrorMs))))}
      </td>
      <td data-label={say.listeners} class={listeners === null ? 'only-wide' : ''}>
        {listeners === null ? '–' : tellNumber(listeners)}
      </td>
      <td>
        <div class="acts">
          {protocol === 'link' ? (
            <ActButton
              needs={['equip']}
              danger={false}
              question={{ text: say.askCode(name), yes: say.yesCode, no: words.value.today.keep }}
              act={renew}
            >
              {say.newCode}
            </ActButton>
          ) : null}
          <ActButton
            needs={['equip']}
            question={{ text: say.askRetire(name), yes: say.yesRetire, no: words.value.today.keep }}
            act={retire}
          >
            {say.retire}
          </ActButton>
        </div>
      </td>
    </tr>
  );
}

/** What is wrong with it, as long as that lasts. */
function FaultMark({ endpointId }: { endpointId: string }) {
  const fault = openFaults.data.value?.find((one) => one.endpointId === endpointId);
  if (!fault) return null;
  const { faults: say } = care.value;
  return (
    <span class="hint">
      <a href="#cum-loa/su-co">
        {say.title}: {say.kinds[fault.kind]}
      </a>
      {fault.acknowledgedBy === null ? null : ` (${say.acknowledge.toLowerCase()}: ${fault.acknowledgedBy})`}
    </span>
  );
}

/** Code of the cluster, and of the station whose identity it carries. */
function Codes({ code, stationCode }: Pick<Endpoint, 'code' | 'stationCode'>) {
  const { areas: say } = words.value;
  const told = [code === null ? '' : say.codeIs(code), stationCode === '' ? '' : say.stationIs(stationCode)];
  const text = told.filter((one) => one !== '').join(' · ');
  return text === '' ? null : <span class="hint">{text}</span>;
}

function tellSeen(at: number): string {
  return civilDateOf(at) === today.value ? tellSecond(at) : tellMoment(at);
}
