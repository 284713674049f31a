import { useState } from 'preact/hooks';
import { instantOf } from '#kernel';
import { call } from '../api/client.ts';
import type { RepeatKey } from '../api/repeat-key.ts';
import { type Rule, rules } from '../live/lists.ts';
import { stationNow, stationZone, today } from '../live/station.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { Need } from '../parts/need.tsx';
import { useRepeatKey, useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { Review } from '../play/review.tsx';
import type { Consequences } from '../play/send-play.ts';
import { TimeChoice } from '../play/time-choice.tsx';
import { isNight } from '../play/when.ts';
import { say as sayBoth, words } from '../words/language.ts';
import { tellMoment } from '../words/tell.ts';
import { calendar, type Slot } from './calendar.ts';
import { OddHour } from './odd-hour.tsx';
import { type Target, targetOf } from './target.ts';

interface MoveFormProps {
  readonly slot: Slot;
  /** Null: it was asked for once. */
  readonly rule: Rule | null;
  /** Null: it is left out. */
  readonly target: Target | null;
  readonly close: () => void;
  readonly done: (what: string) => void;
}
interface Ready {
  /** What the rule would be then; null: there is none. */
  readonly what: string | null;
  readonly answer: Consequences;
  save(confirmUnusual: boolean): Promise<unknown>;
}

/** Gives one broadcast another time, or one of a rule none; all others stay. What comes of it is seen before. */
export function MoveForm({ slot, rule, target, close, done }: MoveFormProps) {
  const say = words.value.schedule.move;
  const { review, play } = words.value;
  const [to, setTo] = useState(target);
  const [ready, setReady] = useState<Ready | null>(null);
  const [pressed, setPressed] = useState(false);
  const [isConfirmed, setConfirmed] = useState(false);
  const submitting = useSubmitting();
  const key = useRepeatKey();
  const now = targetOf(slot);
  const when = tellMoment(slot.plannedAt);
  const change = (picked: Target) => {
    setTo(picked);
    setReady(null);
    setPressed(false);
    setConfirmed(false);
    submitting.clear();
  };

  const at = to && to.time !== '' ? instantOf(to.date, to.time, stationZone.value) : null;
  const problem =
    to === null
      ? null
      : to.time === ''
        ? say.noTime
        : to.date === now.date && to.time === now.time
          ? say.same
          : (at ?? 0) <= stationNow()
            ? say.past
            : null;
  const isOdd = ready !== null && to !== null && (ready.answer.unusualHour || isNight(to.time));
  const isBlocked = ready?.answer.refusals.some(({ blocks }) => blocks) ?? false;
  const check = (event: Event) => {
    event.preventDefault();
    setPressed(true);
    if (problem !== null) return;
    submitting.run(async () => {
      const ready = rule ? await byRule(rule, slot, to) : await byItself(slot, at ?? 0, key);
      if (ready === null) return;
      setReady(ready);
      setPressed(false);
    });
  };
  const save = (prepared: Ready) => {
    setPressed(true);
    if (isOdd && !isConfirmed) return;
    submitting.run(async () => {
      await prepared.save(isConfirmed);
      await Promise.all([rules.refresh(), calendar.refresh()]);
      done(at === null ? say.doneSkip : say.done(tellMoment(at)));
    });
  };

  return (
    <form noValidate onSubmit={check} aria-labelledby="move-title">
      <h3 id="move-title">{to === null ? say.skipTitle(slot.title, when) : say.title(slot.title, when)}</h3>
      {to === null ? (
        <p class="hint">{say.skipHint}</p>
      ) : (
        <div class="pair">
          <TextField
            label={say.date}
            type="date"
            min={today.value}
            value={to.date}
            change={(date) => change({ ...to, date })}
          />
          <TimeChoice value={to.time} change={(time) => change({ ...to, time })} />
        </div>
      )}
      <Need text={pressed ? problem : null} />
      {ready === null ? null : (
        <section class="stack review" aria-label={review.title} aria-live="polite">
          {ready.what === null ? null : <p>{say.result(ready.what)}</p>}
          <Review answer={ready.answer} />
          {isOdd && to ? <OddHour times={[to.time]} checked={isConfirmed} change={setConfirmed} /> : null}
          <Need text={isBlocked ? review.cannot : pressed && isOdd && !isConfirmed ? review.needOdd : null} />
        </section>
      )}
      <FailureNote failure={submitting.failure} />
      <div class="buttons">
        {ready === null ? (
          <button type="submit" class="main" disabled={submitting.busy}>
            {submitting.busy ? review.checking : to === null ? say.checkSkip : say.check}
          </button>
        ) : isBlocked ? null : (
          <button type="button" class="main" disabled={submitting.busy} onClick={() => save(ready)}>
            {submitting.busy ? play.busy : to === null ? say.yesSkip : say.yes}
          </button>
        )}
        <button type="button" onClick={close}>
          {words.value.today.keep}
        </button>
      </div>
    </form>
  );
}

/** Its rule names the day and time of each broadcast: that is changed, for this one alone. */
async function byRule(rule: Rule, { occurrence }: Slot, to: Target | null): Promise<Ready | null> {
  if (!occurrence) return null;
  const { title, bulletinId, templateId, cutInAfterMs, zoneIds, active } = rule;
  const asked = { ...occurrence, to };
  const { pattern, description } = await call('adjustRule', { params: { id: rule.id }, body: asked });
  const body = { title, bulletinId, templateId, cutInAfterMs, zoneIds, active, pattern };
  return {
    what: sayBoth(description),
    answer: await call('ruleConsequences', { query: { ruleId: rule.id }, body }),
    save: (confirmUnusual) =>
      call('changeRule', { params: { id: rule.id }, body: { ...body, confirmUnusual }, seen: rule }),
  };
}

/** It stands alone: silent where it was, heard at the new time, in one act. */
async function byItself({ broadcastId }: Slot, startAt: number, key: RepeatKey): Promise<Ready> {
  const params = { id: broadcastId ?? '' };
  return {
    what: null,
    answer: await call('moveConsequences', { params, body: { startAt } }),
    async save(confirmUnusual) {
      const body = { startAt, confirmUnusual };
      await call('moveBroadcast', { params, body, key: key.of(body) });
      key.done();
    },
  };
}
