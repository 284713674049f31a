import { useMemo, useState } from 'preact/hooks';
import { Refused } from '../api/failure.ts';
import { PLAIN_DRAFT } from '../approve/bulletin-draft.ts';
import { BulletinFields } from '../approve/bulletin-fields.tsx';
import { KeptNote } from '../kept/kept-note.tsx';
import { useKept } from '../kept/use-kept.ts';
import { useFresh } from '../live/feed.ts';
import { programmes, type Recording, zones } from '../live/lists.ts';
import { stationNow, stationZone, tick, today } from '../live/station.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { Icon } from '../parts/icon.tsx';
import { Need } from '../parts/need.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { say as sayBoth, words } from '../words/language.ts';
import { tellMoment } from '../words/tell.ts';
import { ApprovalNote } from './approval-note.tsx';
import { endpointsOf, type PlayDraft, playProblem } from './form-state.ts';
import { usePreview } from './preview.ts';
import { ProgrammeChoice } from './programme-choice.tsx';
import { Review } from './review.tsx';
import { approvesOwn, type Prepared, preparePlay } from './send-play.ts';
import { StartChoice } from './start-choice.tsx';
import { firstHeardAt, isNight, patternOf, startAtOf } from './when.ts';
import { WhenChoice } from './when-choice.tsx';
import { ZoneChoice } from './zone-choice.tsx';

/** "Phát bản tin này": what, where, when; one sentence that says what will happen; one button. */
export function PlayForm({ recording, looking }: { recording: Recording; looking: boolean }) {
  const { play, units, review, approve, kept: keptWords } = words.value;
  tick.value;
  useFresh(zones, looking);
  useFresh(programmes, looking);
  const [draft, fill, kept] = useKept<PlayDraft>({
    form: `play/${recording.id}`,
    place: `#tai-len/${recording.id}`,
    title: ({ title }) => title,
    fresh: () => ({
      title: recording.title,
      programmeId: '',
      told: { ...PLAIN_DRAFT, text: recording.spoken?.text ?? '' },
      zoneIds: [],
      when: { way: 'now', date: today.value, time: '', weekdays: [] },
      start: { mode: 'after', waitSeconds: 30 },
    }),
    strip: (full) => ({ ...full, told: { ...full.told, file: null } }),
  });
  const [done, setDone] = useState<string | null>(null);
  const [pressed, setPressed] = useState(false);
  const [prepared, setPrepared] = useState<Prepared | null>(null);
  const [isConfirmed, setConfirmed] = useState(false);
  const submitting = useSubmitting();
  const keys = { bulletin: kept.key('bulletin'), broadcast: kept.key('broadcast'), rule: kept.key('rule') };

  const zone = stationZone.value;
  const { when } = draft;
  const problem = playProblem(draft, zones.data.value ?? [], programmes.data.value ?? [], stationNow(), zone);
  const pattern = useMemo(
    () => (when.time === '' || (when.way === 'weekly' && when.weekdays.length === 0) ? null : patternOf(when)),
    [when],
  );
  const preview = usePreview(pattern);
  const change = (now: Partial<PlayDraft>) => {
    fill(now);
    setPressed(false);
    setPrepared(null);
    setConfirmed(false);
    submitting.clear();
  };

  const speakers = units.speakers(endpointsOf(draft.zoneIds, zones.data.value ?? []));
  const startAt = startAtOf(when, zone);
  const what = preview.answer === null ? null : sayBoth(preview.answer.description);
  const sentence =
    when.way === 'now'
      ? play.sayNow(speakers)
      : startAt !== null
        ? play.sayOnce(speakers, tellMoment(startAt))
        : what === null
          ? null
          : play.sayRule(speakers, what);
  const doneText = ({ approval }: Prepared) =>
    !approval.isCovered
      ? approve.play.saved(draft.title.trim())
      : when.way === 'now'
        ? play.doneNow
        : startAt !== null
          ? play.doneOnce(tellMoment(startAt))
          : play.doneRule(what ?? '');

  const time = firstHeardAt(when, stationNow(), zone);
  const isOdd = prepared !== null && (prepared.answer.unusualHour || isNight(time));
  const isSilent = prepared !== null && when.way === 'now' && !prepared.approval.isCovered;
  const isBlocked = prepared?.answer.refusals.some(({ blocks }) => blocks) ?? false;
  const check = (event: Event) => {
    event.preventDefault();
    setPressed(true);
    if (problem !== null || preview.failure !== null) return;
    submitting.run(async () => {
      setPrepared(await preparePlay(draft, recording.id, zone, keys));
      setPressed(false);
    });
  };
  const send = (ready: Prepared) => {
    setPressed(true);
    if (isOdd && !isConfirmed) return;
    submitting.run(async () => {
      try {
        await ready.send(isConfirmed);
      } catch (error) {
        // The hour has become odd while the person read.
        if (error instanceof Refused && error.code === 'UNUSUAL_HOUR') {
          setPrepared({ ...ready, answer: { ...ready.answer, unusualHour: true } });
        }
        throw error;
      }
      setDone(doneText(ready));
      change({});
      kept.done();
    });
  };

  if (done !== null) {
    return (
      <section class="card note-good" role="status">
        <p class="done">
          <Icon name="done" />
          <span>{done}</span>
        </p>
        <div class="buttons">
          <a class="button main" href={pattern === null ? '#hom-nay' : '#lich-phat'}>
            {pattern === null ? play.toToday : play.toSchedule}
          </a>
          <button type="button" onClick={() => setDone(null)}>
            {play.again}
          </button>
        </div>
      </section>
    );
  }
  return (
    <form class="card" noValidate onSubmit={check} aria-labelledby={`play-${recording.id}`}>
      <h2 id={`play-${recording.id}`}>{play.title}</h2>
      <KeptNote kept={kept} failure={submitting.failure} again={keptWords.fileAgain} />
      <TextField label={play.name} value={draft.title} change={(title) => change({ title })} />
      <ProgrammeChoice value={draft.programmeId} change={(programmeId) => change({ programmeId })} />
      <details>
        <summary>{approve.fields.more}</summary>
        <p class="hint">{approve.fields.moreHint}</p>
        <BulletinFields
          draft={draft.told}
          attached={null}
          change={(told) => change({ told: { ...draft.told, ...told } })}
        />
      </details>
      <ZoneChoice chosen={draft.zoneIds} change={(zoneIds) => change({ zoneIds })} />
      <WhenChoice name={`when-${recording.id}`} when={when} change={(changed) => change({ when: changed })} />
      <StartChoice name={`start-${recording.id}`} start={draft.start} change={(start) => change({ start })} />
      {preview.answer === null ? null : (
        <section class="note" aria-live="polite">
          <p>{play.next}:</p>
          <ul>
            {preview.answer.next.map(({ at }) => (
              <li key={at}>{tellMoment(at)}</li>
            ))}
          </ul>
        </section>
      )}
      <FailureNote failure={preview.failure} />
      <Need text={pressed && problem !== null ? { ...play.need, ...approve.fields.need }[problem] : null} />
      {problem === null && sentence !== null && !isSilent ? <p class="sentence">{sentence}</p> : null}
      {prepared === null ? (
        <>
          <p class="hint">{approvesOwn() ? approve.play.willApprove : approve.play.willSubmit}</p>
          <FailureNote failure={submitting.failure} />
          <button type="submit" class="main" disabled={submitting.busy}>
            <Icon name="part" />
            {submitting.busy
              ? review.checking
              : approvesOwn()
                ? when.way === 'now'
                  ? approve.play.checkOwnNow
                  : approve.play.checkOwn
                : when.way === 'now'
                  ? review.checkNow
                  : review.check}
          </button>
        </>
      ) : (
        <section class="stack review" aria-label={review.title} aria-live="polite">
          <h3>{review.title}</h3>
          <ApprovalNote title={draft.title.trim()} approval={prepared.approval} isNow={when.way === 'now'} />
          <Review answer={prepared.answer} />
          {isOdd && !isSilent ? (
            <label class="check tick">
              <input
                type="checkbox"
                checked={isConfirmed}
                onChange={({ currentTarget }) => setConfirmed(currentTarget.checked)}
              />
              <span>{review.odd(time)}</span>
            </label>
          ) : null}
          <Need text={isBlocked ? review.cannot : pressed && isOdd && !isConfirmed ? review.needOdd : null} />
          <FailureNote failure={submitting.failure} />
          <div class="buttons">
            {isBlocked || isSilent ? null : (
              <button type="button" class="main" disabled={submitting.busy} onClick={() => send(prepared)}>
                <Icon name={when.way === 'now' ? 'air' : 'wait'} />
                {submitting.busy
                  ? play.busy
                  : when.way === 'now'
                    ? play.submitNow
                    : when.way === 'once'
                      ? play.submitOnce
                      : play.submitRule}
              </button>
            )}
            <button type="button" onClick={() => change({})}>
              {review.back}
            </button>
          </div>
        </section>
      )}
    </form>
  );
}
