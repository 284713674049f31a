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
import { makeWords } from '../upload/make-words.ts';
import { say as sayBoth, words } from '../words/language.ts';
import { tellMoment } from '../words/tell.ts';
import { ApprovalNote } from './approval-note.tsx';
import { type Done, DoneNote } from './done-note.tsx';
import { endpointsOf, type PlayDraft, playProblem } from './form-state.ts';
import { Hearing } from './hearing.tsx';
import { usePreview } from './preview.ts';
import { ProgrammeChoice } from './programme-choice.tsx';
import { Review } from './review.tsx';
import { approvesOwn, makeBulletin, type Prepared, preparePlay } from './send-play.ts';
import { StartChoice } from './start-choice.tsx';
import { ValidityFields } from './validity-fields.tsx';
import { VersionChoice } from './version-choice.tsx';
import { firstHeardAt, isNight, PLAY_WAYS, patternOf, startAtOf } from './when.ts';
import { WhenChoice } from './when-choice.tsx';
import { ZoneChoice } from './zone-choice.tsx';

/** The rest of the one page of a bulletin: about it, where and when, heard once more, and one button that sends it. */
export function PlayForm({ recording, looking }: { recording: Recording; looking: boolean }) {
  const { play, units, review, approve, kept: keptWords } = words.value;
  const make = makeWords.value;
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
      language: 'vi',
      versions: [],
      validity: { fromDate: '', toDate: '' },
      told: { ...PLAIN_DRAFT, text: recording.spoken?.text ?? '' },
      zoneIds: [],
      when: { way: 'now', date: today.value, time: '', weekdays: [] },
      start: { mode: 'after', waitSeconds: 30 },
    }),
    strip: (full) => ({ ...full, told: { ...full.told, file: null } }),
  });
  const [done, setDone] = useState<Done | null>(null);
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
  const isLater = when.way === 'later';
  const sentence = isLater
    ? null
    : when.way === 'now'
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
      if (isLater) {
        const { isCovered } = await makeBulletin(draft, recording.id, keys);
        const say = isCovered ? make.approved : make.submitted;
        setDone({ text: say(draft.title.trim()), to: isCovered ? '#lich-phat' : '#duyet' });
        change({});
        return kept.done();
      }
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
      setDone({ text: doneText(ready), to: pattern === null ? '#hom-nay' : '#lich-phat' });
      change({});
      kept.done();
    });
  };

  if (done !== null) return <DoneNote done={done} again={() => setDone(null)} />;
  const isOwn = approvesOwn();
  return (
    <form class="stack make-form" noValidate onSubmit={check} aria-label={play.title}>
      <KeptNote kept={kept} failure={submitting.failure} again={keptWords.fileAgain} />
      <section class="card stack" aria-labelledby={`about-${recording.id}`}>
        <h2 id={`about-${recording.id}`}>{make.steps.about}</h2>
        <TextField label={play.name} value={draft.title} change={(title) => change({ title })} />
        <ProgrammeChoice value={draft.programmeId} change={(programmeId) => change({ programmeId })} />
        <details>
          <summary>{make.more}</summary>
          <div class="stack">
            <VersionChoice
              {...{ looking, recordingId: recording.id, change }}
              language={draft.language}
              versions={draft.versions}
            />
            <ValidityFields validity={draft.validity} change={(validity) => change({ validity })} />
          </div>
        </details>
        <details>
          <summary>{approve.fields.more}</summary>
          <p class="hint">{approve.fields.moreHint}</p>
          <BulletinFields
            draft={draft.told}
            attached={null}
            change={(told) => change({ told: { ...draft.told, ...told } })}
          />
        </details>
      </section>
      <section class="card stack" aria-labelledby={`air-${recording.id}`}>
        <h2 id={`air-${recording.id}`}>{make.steps.air}</h2>
        <WhenChoice
          name={`when-${recording.id}`}
          when={when}
          ways={PLAY_WAYS}
          later={make.later}
          change={(changed) => change({ when: changed })}
        />
        {isLater ? null : (
          <>
            <ZoneChoice chosen={draft.zoneIds} change={(zoneIds) => change({ zoneIds })} />
            <StartChoice name={`start-${recording.id}`} start={draft.start} change={(start) => change({ start })} />
          </>
        )}
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
      </section>
      <section class="card stack" aria-labelledby={`send-${recording.id}`}>
        <h2 id={`send-${recording.id}`}>{make.steps.send}</h2>
        <Hearing recording={recording} language={draft.language} versions={draft.versions} />
        <Need
          text={pressed && problem !== null ? { ...play.need, ...approve.fields.need, ...make.need }[problem] : null}
        />
        {problem === null && sentence !== null && !isSilent ? <p class="sentence">{sentence}</p> : null}
        {prepared === null ? (
          <>
            <p class="hint">{isOwn ? approve.play.willApprove : approve.play.willSubmit}</p>
            <FailureNote failure={submitting.failure} />
            <button type="submit" class="main big" disabled={submitting.busy}>
              <Icon name={isLater ? 'sent' : 'part'} />
              {submitting.busy
                ? review.checking
                : isLater
                  ? isOwn
                    ? make.submitOwn
                    : make.submit
                  : isOwn
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
      </section>
    </form>
  );
}
