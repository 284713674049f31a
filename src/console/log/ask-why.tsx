import { useState } from 'preact/hooks';
import { civilOf } from '#kernel';
import { useFresh } from '../live/feed.ts';
import { endpoints } from '../live/lists.ts';
import { stationZone } from '../live/station.ts';
import { Choice } from '../parts/choice.tsx';
import { instantOfMoment, MomentFields, momentNow } from '../parts/moment-fields.tsx';
import { Need } from '../parts/need.tsx';
import { logWords } from './log-words.ts';
import { WhyAnswer } from './why-answer.tsx';

/** Why an endpoint sounded or was silent at any minute, also one that is yet to come. `asked`: `<endpoint>-<instant>`. */
export function AskWhy({ asked }: { asked: string }) {
  const say = logWords.value;
  useFresh(endpoints, true);
  const [givenId = '', givenAt = ''] = asked.split('-');
  const [endpointId, setEndpointId] = useState(givenId);
  const [moment, setMoment] = useState(() => {
    if (!/^\d{1,15}$/.test(givenAt)) return momentNow();
    const { date, time } = civilOf(Number(givenAt), stationZone.value);
    return { date, time: time.slice(0, 5) };
  });
  const at = instantOfMoment(moment);
  const list = endpoints.data.value ?? [];
  return (
    <div class="stack">
      <a class="back no-print" href="#nhat-ky">
        ← {say.line.back}
      </a>
      <h1>{say.ask.title}</h1>
      <form class="card no-print" onSubmit={(event) => event.preventDefault()}>
        <p class="hint">{say.ask.hint}</p>
        <Choice
          label={say.ask.endpoint}
          value={endpointId}
          options={[['', say.ask.choose], ...list.map(({ id, name }) => [id, name] as const)]}
          change={setEndpointId}
        />
        <MomentFields legend={say.ask.when} value={moment} change={setMoment} />
        <Need text={at === null && moment.time !== '' ? say.ask.noTime : null} />
      </form>
      {endpointId === '' || at === null ? null : (
        <section class="card stack" aria-label={say.ask.answer}>
          <h2>{say.ask.answer}</h2>
          <WhyAnswer endpointId={endpointId} at={at} about={null} />
        </section>
      )}
    </div>
  );
}
