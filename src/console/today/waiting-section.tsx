import { alerts, isPressing } from '../alarm/alerts.ts';
import { forMe, toMend } from '../approve/lists.ts';
import { fmToday, unconfirmed } from '../fm/hearings.ts';
import { interference, stations } from '../fm/lists.ts';
import { ownKeys } from '../house/security.ts';
import { waitingItems } from '../inbox/lists.ts';
import { openFaults } from '../live/faults.ts';
import { useFresh } from '../live/feed.ts';
import { endpoints } from '../live/lists.ts';
import { stationNow, tick } from '../live/station.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { mayDo } from '../session/session.ts';
import { words } from '../words/language.ts';
import { CLOCK_OFF_MS } from './board.ts';

interface Task {
  readonly icon: IconName;
  readonly href: string;
  readonly text: string;
  readonly presses?: boolean;
}

/** All that waits for this person, each with the page where it is done. */
export function WaitingSection() {
  const say = words.value.waiting;
  tick.value;
  const tasks = allTasks();
  return (
    <section aria-labelledby="waiting-title" class="card">
      <h2 id="waiting-title">{say.title}</h2>
      {tasks.length === 0 ? (
        <p class="done">
          <Icon name="done" /> {say.none}
        </p>
      ) : (
        <ul class="tasks">
          {tasks.map(({ icon, href, text, presses }) => (
            <li key={href + text}>
              <a class={presses ? 'task presses' : 'task'} href={href}>
                <Icon name={icon} />
                <span>{text}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function allTasks(): Task[] {
  const say = words.value.waiting;
  const task = (count: number, icon: IconName, href: string, text: (count: number) => string, presses = false) =>
    count === 0 ? [] : [{ icon, href, text: text(count), presses }];
  const count = <One,>(list: readonly One[] | null, isMeant: (one: One) => boolean) =>
    (list ?? []).filter(isMeant).length;
  const now = stationNow();
  const ip = (endpoints.data.value ?? []).filter(({ protocol }) => protocol !== 'fm');
  const fm = stations.data.value;
  const faulty = new Set(openFaults.data.value?.map(({ endpointId }) => endpointId));
  const isDesk = mayDo('operate', 'emergency');
  return [
    ...(isDesk || mayDo('authority')
      ? task(
          count(alerts.data.value, (one) => isPressing(one, now)),
          'alarm',
          '#khan-cap',
          say.alerts,
          true,
        )
      : []),
    ...task(forMe.value.length, 'done', '#duyet', say.approvals),
    ...(mayDo('edit')
      ? task(
          count(toMend.value, ({ standing }) => standing.state === 'sent_back'),
          'back',
          '#duyet',
          say.sentBack,
        )
      : []),
    ...(mayDo('operate') ? task(waitingItems.value.length, 'inbox', '#hop-tin', say.items) : []),
    ...(mayDo('operate', 'equip')
      ? task(
          count(openFaults.data.value, ({ acknowledgedAt }) => acknowledgedAt === null),
          'warn',
          '#cum-loa/su-co',
          say.faults,
        )
      : []),
    // Those with a fault are told of there, and no more once somebody knows.
    ...task(
      count(ip, ({ id, state }) => state === 'offline' && !faulty.has(id)),
      'lost',
      '#cum-loa',
      say.offline,
    ),
    ...task(
      count(ip, ({ state, clockOffsetMs }) => state === 'online' && Math.abs(clockOffsetMs ?? 0) > CLOCK_OFF_MS),
      'hours',
      '#cum-loa',
      say.clocks,
    ),
    ...(mayDo('equip')
      ? task(
          count(ip, ({ state }) => state === 'unclaimed'),
          'wait',
          '#cum-loa',
          say.unclaimed,
        )
      : []),
    ...task(
      count(fm, ({ isReachable }) => !isReachable),
      'mast',
      '#dai-fm',
      say.fmSilent,
    ),
    ...task(
      count(fm, ({ licence }) => licence.state !== 'valid' && licence.state !== 'unknown'),
      'warn',
      '#dai-fm',
      say.licences,
    ),
    ...(mayDo('operate') ? task(unconfirmed.value.length, 'phone', '#dai-fm', say.unconfirmed) : []),
    ...(mayDo('operate')
      ? task(
          count(interference.data.value, ({ closedAt }) => closedAt === null),
          'warn',
          '#dai-fm',
          say.interference,
        )
      : []),
    ...task(
      count(ownKeys.data.value, ({ state }) => state === 'ending'),
      'wait',
      '#quan-ly',
      say.keys,
    ),
  ];
}

const SLOWLY_MS = 20_000;

/** Keeps fresh what may wait for this person and is not kept fresh on every page. */
export function useTasks(looking: boolean): void {
  const reads = looking && mayDo('read');
  useFresh(alerts, reads, SLOWLY_MS);
  useFresh(stations, reads, SLOWLY_MS);
  useFresh(openFaults, reads, SLOWLY_MS);
  useFresh(interference, reads, SLOWLY_MS);
  useFresh(fmToday, reads && mayDo('operate'), SLOWLY_MS);
  useFresh(ownKeys, looking, SLOWLY_MS);
}
