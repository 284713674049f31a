import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { dateOfDay, dayNumber } from '#kernel';
import { type Answer, call } from '../api/client.ts';
import { API } from '../api/routes.ts';
import { feed, useFresh } from '../live/feed.ts';
import { endpoints, rules, zones } from '../live/lists.ts';
import { stationZone, today } from '../live/station.ts';
import { Checks } from '../parts/checks.tsx';
import { Choice } from '../parts/choice.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { HintMark, type HintName } from '../parts/hint-mark.tsx';
import { Icon } from '../parts/icon.tsx';
import { Need } from '../parts/need.tsx';
import { useRepeatKey, useSubmitting } from '../parts/submitting.ts';
import { Review } from '../play/review.tsx';
import { ZoneChoice } from '../play/zone-choice.tsx';
import { mayDo } from '../session/session.ts';
import { broadcasts } from '../today/broadcasts.ts';
import { tellDate, tellSpoken, tellSpokenAll } from '../words/tell.ts';
import { type GuideState, instantsOf, isWanted, TIMES } from './guide-kept.ts';
import { change, state } from './guide-state.ts';
import { guideWords } from './guide-words.ts';

const EVERY_MS = 5000;

const bulletins = feed(
  async () => (await call('listBulletins', {})).filter(({ approval }) => approval.state !== 'withdrawn'),
  'content',
);

/** Leads a new person to a bulletin that is really scheduled for tomorrow. In place, beside the day; it covers nothing. */
export function Guide({ looking }: { looking: boolean }) {
  const say = guideWords.value;
  const isLooking = looking && mayDo('operate');
  const { isHidden, made } = state.value;
  useFresh(rules, isLooking, EVERY_MS);
  useFresh(zones, isLooking && !isHidden, EVERY_MS);
  useFresh(endpoints, isLooking && !isHidden, EVERY_MS);
  useFresh(bulletins, isLooking && !isHidden, EVERY_MS);
  if (!mayDo('operate')) return null;
  const hasPlaces = (zones.data.value ?? []).some(({ endpointIds }) => endpointIds.length > 0);
  // Places come first: the list of four things above says how.
  if (!isHidden && (!hasPlaces || !isWanted(state.value, rules.data.value?.length ?? null))) return null;
  if (isHidden) {
    return rules.data.value?.length === 0 ? (
      <p>
        <button type="button" class="small" onClick={() => change({ isHidden: false, made: [] })}>
          {say.again}
        </button>
      </p>
    ) : null;
  }
  return (
    <section class="card stack guide" aria-labelledby="guide-title">
      <h2 id="guide-title">{say.title}</h2>
      {made.length > 0 ? <Finished /> : <Steps />}
    </section>
  );
}

interface Foreseen {
  readonly at: number;
  readonly answer: Answer<'broadcastConsequences'>;
}

function Steps() {
  const say = guideWords.value;
  const { bulletinId, hasHeard, zoneIds, times } = state.value;
  const [foreseen, setForeseen] = useState<readonly Foreseen[] | null>(null);
  const [isSure, setSure] = useState(false);
  const submitting = useSubmitting();
  const keys = [useRepeatKey(), useRepeatKey()];
  const list = bulletins.data.value ?? [];
  const bulletin = list.find(({ id }) => id === bulletinId) ?? list.find((one) => one.approval.isCovered) ?? list[0];
  const meant = zoneIds ?? (zones.data.value ?? []).filter((one) => one.endpointIds.length > 0).map(({ id }) => id);
  const tomorrow = dateOfDay((dayNumber(today.value) ?? 0) + 1);
  const instants = instantsOf(times, tomorrow, stationZone.value);
  const pick = (now: Partial<GuideState>) => {
    setForeseen(null);
    setSure(false);
    submitting.clear();
    change(now);
  };
  const need = meant.length === 0 ? say.needZones : instants.length === 0 ? say.needTimes : null;
  const asked = (at: number) => ({
    bulletinId: bulletin?.id ?? '',
    zoneIds: [...meant],
    level: 'scheduled' as const,
    startAt: at,
  });
  const check = () =>
    submitting.run(async () => {
      const answers: Foreseen[] = [];
      for (const at of instants) answers.push({ at, answer: await call('broadcastConsequences', { body: asked(at) }) });
      setForeseen(answers);
    });
  const odd = (foreseen ?? []).filter(({ answer }) => answer.unusualHour);
  const isBlocked = (foreseen ?? []).some(({ answer }) => answer.refusals.some(({ blocks }) => blocks));
  const set = () =>
    submitting.run(async () => {
      const done: Array<{ id: string; at: number }> = [];
      for (const [turn, { at }] of (foreseen ?? []).entries()) {
        const body = { ...asked(at), confirmUnusual: isSure };
        const { id } = await call('addBroadcast', { body, key: keys[turn]?.of(body) ?? '' });
        done.push({ id, at });
      }
      for (const key of keys) key.done();
      void broadcasts.refresh();
      change({ made: done });
    });
  if (!bulletin) {
    return (
      <p>
        {say.noBulletin} <a href="#tai-len">{say.toMake}</a>
      </p>
    );
  }
  const [first] = foreseen ?? [];
  return (
    <>
      <p class="hint">{say.lead}</p>
      <Step title={say.steps.listen} isDone={hasHeard}>
        {list.length > 1 ? (
          <Choice
            label={say.bulletin}
            value={bulletin.id}
            options={list.map(({ id, title }) => [id, title] as const)}
            change={(id) => pick({ bulletinId: id, hasHeard: false })}
          />
        ) : (
          <strong>{bulletin.title}</strong>
        )}
        {/* biome-ignore lint/a11y/useMediaCaption: what villagers hear has no caption file */}
        <audio
          controls
          preload="none"
          src={`${API}/recordings/${bulletin.recordingId}/audio`}
          aria-label={say.listen(bulletin.title)}
          onPlay={() => change({ hasHeard: true })}
        />
      </Step>
      <Step title={say.steps.where} hint="zone" isDone={meant.length > 0}>
        <ZoneChoice chosen={meant} change={(ids) => pick({ zoneIds: ids })} />
      </Step>
      <Step title={say.steps.when} isDone={instants.length > 0}>
        <p>{say.tomorrow(tellDate(tomorrow))}</p>
        <Checks
          label={say.times}
          short
          options={TIMES.map((time) => ({ value: time as string, text: time }))}
          chosen={times}
          change={(chosen) => pick({ times: chosen })}
        />
      </Step>
      <Step title={say.steps.check} isDone={foreseen !== null}>
        <Need text={need} />
        {foreseen === null ? (
          <button type="button" class="main" disabled={submitting.busy || need !== null} onClick={check}>
            {submitting.busy ? say.checking : say.check}
          </button>
        ) : (
          foreseen.map(({ at, answer }) => (
            <div key={at} class="stack review">
              <h4>{say.at(tellSpoken(at))}</h4>
              <Review answer={answer} />
            </div>
          ))
        )}
      </Step>
      {first === undefined ? (
        <FailureNote failure={submitting.failure} />
      ) : (
        <Step title={say.steps.finish} isDone={false}>
          <p class="sentence" aria-live="polite">
            {say.sentence(bulletin.title, tellSpokenAll(instants, say.and), say.villages(first.answer.villages.length))}
          </p>
          {bulletin.approval.isCovered ? null : <Waits title={bulletin.title} />}
          {odd.length === 0 ? null : (
            <label class="check tick">
              <input
                type="checkbox"
                checked={isSure}
                onChange={({ currentTarget }) => setSure(currentTarget.checked)}
              />
              <span>{say.confirmOdd(odd.map(({ at }) => tellSpoken(at)).join(say.and))}</span>
            </label>
          )}
          <Need text={isBlocked ? say.blocked : null} />
          <FailureNote failure={submitting.failure} />
          <button
            type="button"
            class="main"
            disabled={submitting.busy || isBlocked || (odd.length > 0 && !isSure)}
            onClick={set}
          >
            <Icon name="wait" />
            {submitting.busy ? say.setting : say.set}
          </button>
        </Step>
      )}
      <button type="button" class="small" onClick={() => change({ isHidden: true })}>
        {say.hide}
      </button>
    </>
  );
}

interface StepProps {
  readonly title: string;
  readonly hint?: HintName;
  readonly isDone: boolean;
  readonly children: ComponentChildren;
}

function Step({ title, hint, isDone, children }: StepProps) {
  return (
    <section class="guide-step stack" aria-label={title}>
      <h3>
        {isDone ? <Icon name="done" /> : null} {title}
        {isDone ? <small>({guideWords.value.done})</small> : null}
        {hint === undefined ? null : <HintMark name={hint} word={title} />}
      </h3>
      {children}
    </section>
  );
}

function Waits({ title }: { title: string }) {
  const say = guideWords.value;
  return (
    <p class="note note-warn">
      <span>
        {say.waits(title)} <a href="#duyet">{say.toApprove}</a>
      </span>
    </p>
  );
}

/** What the station itself says is scheduled: a broadcast that was called off since is not told as done. */
const scheduled = feed(async () => {
  const asked = await Promise.all(
    state.value.made.map(({ id }) => call('getBroadcast', { params: { id } }).catch(() => null)),
  );
  return asked.flatMap((one) => (one === null || one.state === 'cancelled' ? [] : [one]));
}, 'air');

function Finished() {
  const say = guideWords.value;
  useFresh(scheduled, true, EVERY_MS);
  const list = scheduled.data.value;
  const places = new Set((list ?? []).flatMap((one) => one.deliveries.map(({ endpointId }) => endpointId)));
  const areaIds = new Set((endpoints.data.value ?? []).filter(({ id }) => places.has(id)).map(({ areaId }) => areaId));
  const ids = new Set((list ?? []).map(({ bulletinId }) => bulletinId));
  const waiting = (bulletins.data.value ?? []).find((one) => ids.has(one.id) && !one.approval.isCovered);
  if (list !== null && list.length === 0) {
    return (
      <button type="button" onClick={() => change({ made: [] })}>
        {say.again}
      </button>
    );
  }
  return (
    <>
      {list === null ? null : (
        <p class="done" role="status">
          <Icon name="done" />
          <span>
            <strong>{say.finished}</strong>:{' '}
            {say.finishedText(
              tellSpokenAll(
                list.map((one) => one.plannedAt).sort((a, b) => a - b),
                say.and,
              ),
              say.villages(areaIds.size),
            )}
          </span>
        </p>
      )}
      {waiting ? <Waits title={waiting.title} /> : null}
      <div class="buttons">
        <a class="button main" href="#lich-phat">
          {say.toSchedule}
        </a>
        <button type="button" onClick={() => change({ isHidden: true })}>
          {say.close}
        </button>
      </div>
    </>
  );
}
