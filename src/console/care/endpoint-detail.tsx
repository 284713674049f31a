import { type Answer, call } from '../api/client.ts';
import { useFresh } from '../live/feed.ts';
import { areas, type Endpoint } from '../live/lists.ts';
import { stationNow } from '../live/station.ts';
import { proofs } from '../today/around.ts';
import { CLOCK_OFF_MS } from '../today/board.ts';
import { words } from '../words/language.ts';
import { tellMoment, tellNumber } from '../words/tell.ts';
import { HistoryPart } from './history-part.tsx';
import { LabelPart } from './label-part.tsx';
import { heldPlan } from './readiness.ts';
import { SettingsPart } from './settings-part.tsx';
import { TestPart } from './test-part.tsx';
import { useAsked } from './use-asked.ts';
import { care } from './words.ts';

const DAYS_AHEAD_MS = 72 * 3_600_000;
const SLOWLY_MS = 20_000;

/** Everything about one cluster: how ready it is, how loud, a test, its history and its label. */
export function EndpointDetail({ endpoint }: { endpoint: Endpoint }) {
  const { one: say } = care.value;
  const { id, name, areaId, code } = endpoint;
  const area = areas.data.value?.find((known) => known.id === areaId)?.name;
  return (
    <div class="detail">
      <p class="no-print">
        <a class="button" href="#cum-loa">
          {say.back}
        </a>
      </p>
      <h1>
        {name}
        <span class="hint">{[area, code].filter(Boolean).join(' · ')}</span>
      </h1>
      <ReadinessPart endpoint={endpoint} />
      {endpoint.protocol === 'fm' ? (
        <p class="hint">
          <a class="button" href="#dai-fm">
            {words.value.endpoints.toFm}
          </a>
        </p>
      ) : (
        <>
          <TestPart endpoint={endpoint} />
          <SettingsPart key={id} endpoint={endpoint} />
        </>
      )}
      <HistoryPart endpointId={id} />
      <LabelPart endpoint={endpoint} />
    </div>
  );
}

function ReadinessPart({ endpoint }: { endpoint: Endpoint }) {
  const { one: say } = care.value;
  const { endpoints: list } = words.value;
  useFresh(proofs, true, SLOWLY_MS);
  const { id, state, lastSeenAt, protocol, clockOffsetMs, clockErrorMs } = endpoint;
  const coming = useAsked(() => {
    const now = Math.floor(stationNow());
    return call('listBroadcasts', { query: { from: now, to: now + DAYS_AHEAD_MS, limit: 500 } });
  }, [id]);
  const proof = proofs.data.value?.find(({ endpointId }) => endpointId === id);
  const facts: Array<readonly [string, string]> = [
    [
      say.reach,
      state === 'online' || lastSeenAt === null
        ? list.states[state]
        : `${list.states[state]}, ${list.seen.toLowerCase()} ${tellMoment(lastSeenAt)}`,
    ],
  ];
  if (protocol !== 'fm') {
    facts.push([say.clock, clockText(clockOffsetMs, clockErrorMs)]);
    facts.push([say.plan, planText(endpoint, coming)]);
  }
  facts.push([say.proof, proof ? say.proofIs(proof.title, tellMoment(proof.plannedAt)) : say.noProof]);
  return (
    <section class="card" aria-labelledby="readiness-title">
      <h2 id="readiness-title">{say.readiness}</h2>
      <dl class="facts">
        {facts.map(([what, text]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function clockText(offsetMs: number | null, errorMs: number | null): string {
  const { one: say } = care.value;
  if (offsetMs === null || errorMs === null) return say.clockUnknown;
  const off = Math.abs(offsetMs);
  return off > CLOCK_OFF_MS ? say.clockOff(tellNumber(off / 1000, 1)) : say.clockGood(tellNumber(Math.round(off)));
}

function planText({ id, protocol }: Endpoint, coming: Answer<'listBroadcasts'> | null): string {
  const { one: say } = care.value;
  if (protocol === 'http') return say.planStream;
  if (coming === null) return words.value.wait;
  const { count, untilAt, gap } = heldPlan(coming, id);
  const texts = [
    untilAt === null ? '' : say.planHeld(tellMoment(untilAt), count),
    gap === null ? '' : say.planGap(gap.title, tellMoment(gap.plannedAt)),
  ].filter((text) => text !== '');
  return texts.length === 0 ? say.planNone : texts.join(' ');
}
