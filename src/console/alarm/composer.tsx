import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { KeptNote } from '../kept/kept-note.tsx';
import { useKept } from '../kept/use-kept.ts';
import { areas, zones } from '../live/lists.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { HoldButton } from '../parts/hold-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { Need } from '../parts/need.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { session } from '../session/session.ts';
import { words } from '../words/language.ts';
import { alerts } from './alerts.ts';
import { type AlarmDraft, alarmProblem, FRESH_ALARM, wishOf } from './draft.ts';
import { useDryRun } from './dry-run.ts';
import { soundName } from './sound-choice.tsx';
import { WhatStep } from './what-step.tsx';
import { Consequences, WhereStep } from './where-step.tsx';

/** After that the words of an alarm are about something else. */
const WORTH_MS = 2 * 3600_000;

/** Three steps from nothing to an alert; the last one shows everything in one sentence. */
export function Composer({ looking, sent }: { looking: boolean; sent: () => void }) {
  const say = words.value.alarm;
  // What was begun is never filled in by itself: an alarm of this morning must not go out tonight by three quick thumbs.
  const [draft, fill, kept] = useKept<AlarmDraft>({
    ...{ form: 'alarm', place: '#khan-cap', isOffered: true, worthMs: WORTH_MS },
    title: ({ title }) => `${words.value.pages['khan-cap']}: ${title}`,
    fresh: () => FRESH_ALARM,
    strip: (full) => ({ ...full, allowUnplaced: false }),
  });
  const [step, setStep] = useState<1 | 2 | 3>(1);
  const [need, setNeed] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const hasMoved = useRef(false);
  const submitting = useSubmitting();
  const key = kept.key();
  const dryRun = useDryRun(draft, looking && step > 1);
  // Before the step is seen: the next key goes to it, however quick the fingers.
  useLayoutEffect(() => {
    // biome-ignore lint/suspicious/noUnnecessaryConditions: a ref changes between renders
    if (hasMoved.current) heading.current?.focus();
  }, [step]);
  // Whose session ended begins at the first step again, with all that he wrote.
  const isIn = session.value.state === 'in';
  useEffect(() => {
    if (!isIn) setStep(1);
  }, [isIn]);
  const change = (part: Partial<AlarmDraft>) => {
    fill(part);
    setNeed(null);
    submitting.clear();
  };
  const move = (to: 1 | 2 | 3) => {
    hasMoved.current = true;
    setNeed(null);
    setStep(to);
  };
  const mustAllow = (dryRun.answer?.unbanked.length ?? 0) > 0 && !draft.allowUnplaced;
  const next = (event: Event) => {
    event.preventDefault();
    if (step !== 3) {
      const problem = alarmProblem(draft, step);
      if (problem !== null) return setNeed(say.need[problem]);
      if (step === 2 && mustAllow) return setNeed(say.need.unplaced);
      return move(step === 1 ? 2 : 3);
    }
  };
  const send = () => {
    if (mustAllow) return setNeed(say.need.unplaced);
    submitting.run(async () => {
      const wish = wishOf(draft);
      await call('sendAlert', { body: { ...wish, confirm: true }, key: key.of(wish) });
      kept.drop();
      await alerts.refresh();
      move(1);
      sent();
    });
  };
  const titles = { 1: say.what, 2: say.where, 3: say.review };
  return (
    <form class="card composer" noValidate onSubmit={next} aria-labelledby="alarm-step">
      <h2 id="alarm-step" ref={heading} tabIndex={-1}>
        {say.step(step, titles[step])}
      </h2>
      {step === 1 || !kept.isOffered ? (
        <KeptNote kept={kept} failure={submitting.failure} again={words.value.kept.soundAgain} />
      ) : null}
      {step === 1 ? <WhatStep draft={draft} change={change} /> : null}
      {step === 2 ? <WhereStep draft={draft} change={change} dryRun={dryRun} /> : null}
      {step === 3 ? (
        <>
          <p class="sentence big">{sentenceOf(draft, dryRun.answer)}</p>
          <p>
            {say.sounds(
              soundName(draft.signalRecordingId) ?? say.noSignal,
              soundName(draft.recordingId) ?? say.onlySignal,
            )}
          </p>
          <p>{say.because(draft.reason.trim())}</p>
          <Consequences draft={draft} change={change} dryRun={dryRun} />
        </>
      ) : null}
      <Need text={need} />
      <FailureNote failure={submitting.failure} />
      <div class="buttons thumb">
        {step === 1 ? null : (
          <button type="button" disabled={submitting.busy} onClick={() => move(step === 3 ? 2 : 1)}>
            {say.back}
          </button>
        )}
        {step === 3 ? (
          <HoldButton disabled={submitting.busy} act={send}>
            <Icon name="alarm" />
            {submitting.busy ? say.sending : say.send}
          </HoldButton>
        ) : (
          <button type="submit" class="main huge">
            {step === 1 ? say.toWhere : say.toReview}
          </button>
        )}
      </div>
    </form>
  );
}

/** Everything in one sentence. */
function sentenceOf(draft: AlarmDraft, answer: ReturnType<typeof useDryRun>['answer']): string {
  const { alarm: say, units } = words.value;
  const names = [
    ...(zones.data.value ?? []).filter(({ id }) => draft.zoneIds.includes(id)),
    ...(areas.data.value ?? []).filter(({ id }) => draft.areaIds.includes(id)),
  ].map(({ name }) => name);
  const villages = answer?.villages ?? [];
  const count = villages.reduce((sum, { endpoints }) => sum + endpoints.length, 0);
  const spread = [units.speakers(count), say.villageCount(villages.length)] as const;
  return say.sentence(draft.title.trim(), say.times(draft.repeats), ...spread, names.join(', '));
}
