import { useMemo, useRef, useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { Refused } from '../api/failure.ts';
import { KeptNote } from '../kept/kept-note.tsx';
import { useKept } from '../kept/use-kept.ts';
import { useFresh } from '../live/feed.ts';
import { type Rule, rules, zones } from '../live/lists.ts';
import { stationNow, stationZone, today } from '../live/station.ts';
import { Checks } from '../parts/checks.tsx';
import { Choice } from '../parts/choice.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { Icon } from '../parts/icon.tsx';
import { Need } from '../parts/need.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { usePreview } from '../play/preview.ts';
import { Review } from '../play/review.tsx';
import type { Consequences } from '../play/send-play.ts';
import { StartChoice } from '../play/start-choice.tsx';
import { isNight, WEEKDAYS } from '../play/when.ts';
import { ZoneChoice } from '../play/zone-choice.tsx';
import { say as sayBoth, words } from '../words/language.ts';
import { tellDate, tellMoment } from '../words/tell.ts';
import { calendar } from './calendar.ts';
import { ContentChoice } from './content-choice.tsx';
import { OddHour } from './odd-hour.tsx';
import { bodyFrom, draftFrom, freshRule, patternFrom, RULE_WAYS, type RuleDraft, ruleProblem } from './rule-draft.ts';
import { Times } from './times.tsx';

interface RuleFormProps {
  /** Null: a new one. */
  readonly rule: Rule | null;
  readonly date?: string;
  readonly time?: string;
  readonly close: () => void;
  readonly saved: (what: string) => void;
}

/** What is kept of it: from which state of the rule it was begun belongs to it. */
interface KeptRule {
  readonly draft: RuleDraft;
  readonly mark: string;
}

const WORKDAYS = WEEKDAYS.slice(0, 5);

/** What, where, when; what comes of it; one button. */
export function RuleForm({ rule, date, time, close, saved }: RuleFormProps) {
  const say = words.value.schedule.rule;
  const { play, review } = words.value;
  useFresh(zones, true);
  // What a person began to change stays what it was, whatever comes from the station meanwhile.
  const began = useRef(rule);
  const [full, fill, kept] = useKept<KeptRule>({
    form: `rule/${rule?.id ?? 'new'}`,
    place: '#lich-phat',
    title: ({ draft: { title } }) => title,
    // What was changed from an older state is refused by the station, also when it was kept meanwhile.
    fresh: () => ({
      draft: rule ? draftFrom(rule, today.value) : freshRule(date ?? today.value, time),
      mark: rule?.mark ?? '',
    }),
    // Whoever asked for a certain hour is not given another one.
    isOffered: time !== undefined,
  });
  const { draft } = full;
  const [pressed, setPressed] = useState(false);
  const [answer, setAnswer] = useState<Consequences | null>(null);
  const [isConfirmed, setConfirmed] = useState(false);
  const submitting = useSubmitting();
  const key = kept.key();
  const change = (now: Partial<RuleDraft>) => {
    fill({ draft: { ...draft, ...now } });
    setPressed(false);
    setAnswer(null);
    setConfirmed(false);
    submitting.clear();
  };

  const { way } = draft;
  const pattern = useMemo(() => patternFrom(draft, began.current?.pattern ?? null), [draft]);
  const preview = usePreview(pattern);
  const problem = ruleProblem(draft, stationNow(), stationZone.value);
  const ruleId = began.current?.id;
  const body = pattern === null ? null : bodyFrom(draft, pattern);
  const isOdd = answer !== null && (answer.unusualHour || draft.times.some(isNight));
  const isBlocked = answer?.refusals.some(({ blocks }) => blocks) ?? false;

  const check = (event: Event) => {
    event.preventDefault();
    setPressed(true);
    if (problem !== null || body === null || preview.failure !== null) return;
    submitting.run(async () => {
      setAnswer(await call('ruleConsequences', { query: { ruleId }, body }));
      setPressed(false);
    });
  };
  const save = () => {
    setPressed(true);
    if (body === null || answer === null || (isOdd && !isConfirmed)) return;
    submitting.run(async () => {
      const sent = { ...body, confirmUnusual: isConfirmed };
      try {
        const written = ruleId
          ? await call('changeRule', { params: { id: ruleId }, body: sent, seen: full })
          : await call('addRule', { body: sent, key: key.of(sent) });
        kept.done();
        await Promise.all([rules.refresh(), calendar.refresh()]);
        saved(sayBoth(written.description));
      } catch (error) {
        // The hour has become odd while the person read.
        if (error instanceof Refused && error.code === 'UNUSUAL_HOUR') setAnswer({ ...answer, unusualHour: true });
        throw error;
      }
    });
  };

  return (
    <form class="card" noValidate onSubmit={check} aria-labelledby="rule-form-title">
      <h2 id="rule-form-title">{began.current ? say.editTitle(began.current.title) : say.newTitle}</h2>
      <KeptNote kept={kept} failure={submitting.failure} />
      <ContentChoice
        value={draft.contentId}
        change={(contentId, name) => change({ contentId, title: draft.title === '' ? name : draft.title })}
      />
      <TextField label={say.name} value={draft.title} change={(title) => change({ title })} />
      <ZoneChoice chosen={draft.zoneIds} change={(zoneIds) => change({ zoneIds })} />
      {way === 'kept' ? (
        <p class="note">{say.kept(began.current ? sayBoth(began.current.description) : '')}</p>
      ) : (
        <>
          <Choice
            label={say.way}
            value={way}
            options={RULE_WAYS.map((one) => [one, say.ways[one]] as const)}
            change={(picked) => change({ way: RULE_WAYS.find((one) => one === picked) ?? 'weekly' })}
          />
          {way === 'weekly' ? (
            <>
              <button type="button" class="small" onClick={() => change({ weekdays: WORKDAYS })}>
                {say.workdays}
              </button>
              <Checks
                label={play.days}
                short
                options={WEEKDAYS.map((day) => ({ value: day, text: play.weekdays[day] }))}
                chosen={draft.weekdays}
                change={(weekdays) => change({ weekdays })}
              />
            </>
          ) : null}
          {way === 'once' ? (
            <TextField
              label={say.date}
              type="date"
              min={today.value}
              value={draft.date}
              change={(on) => change({ date: on })}
            />
          ) : null}
          <Times times={draft.times} change={(times) => change({ times })} />
          {way === 'once' ? null : (
            <div class="pair">
              <TextField
                label={say.from}
                type="date"
                required={false}
                value={draft.from}
                change={(from) => change({ from })}
              />
              <TextField
                label={say.until}
                type="date"
                required={false}
                value={draft.until}
                change={(until) => change({ until })}
              />
            </div>
          )}
        </>
      )}
      <Exceptions draft={draft} change={change} />
      <StartChoice name="rule-start" start={draft.start} change={(start) => change({ start })} />
      {began.current ? (
        <label class="check">
          <input
            type="checkbox"
            checked={draft.active}
            onChange={({ currentTarget }) => change({ active: currentTarget.checked })}
          />
          <span>{say.active}</span>
        </label>
      ) : null}
      {preview.answer === null ? null : (
        <section class="note" aria-live="polite">
          <p>
            <strong>{sayBoth(preview.answer.description)}</strong>
          </p>
          <p>{play.next}:</p>
          <ul>
            {preview.answer.next.map(({ at }) => (
              <li key={at}>{tellMoment(at)}</li>
            ))}
          </ul>
        </section>
      )}
      <FailureNote failure={preview.failure} />
      <Need text={pressed && problem !== null ? say.need[problem] : null} />
      {answer === null ? (
        <>
          <FailureNote failure={submitting.failure} />
          <div class="buttons">
            <button type="submit" class="main" disabled={submitting.busy}>
              <Icon name="part" />
              {submitting.busy ? review.checking : review.check}
            </button>
            <button
              type="button"
              onClick={() => {
                kept.done();
                close();
              }}
            >
              {say.close}
            </button>
          </div>
        </>
      ) : (
        <section class="stack review" aria-label={review.title} aria-live="polite">
          <h3>{review.title}</h3>
          <Review answer={answer} />
          {isOdd ? <OddHour times={draft.times} checked={isConfirmed} change={setConfirmed} /> : null}
          <Need text={isBlocked ? review.cannot : pressed && isOdd && !isConfirmed ? review.needOdd : null} />
          <FailureNote failure={submitting.failure} />
          <div class="buttons">
            {isBlocked ? null : (
              <button type="button" class="main" disabled={submitting.busy} onClick={save}>
                <Icon name="wait" />
                {submitting.busy ? play.busy : say.save}
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

/** Days with other times than the rule says, each of which can be taken back. */
function Exceptions({ draft, change }: { draft: RuleDraft; change: (now: Partial<RuleDraft>) => void }) {
  const say = words.value.schedule.rule;
  const { excluded, replaced } = draft;
  const others = Object.entries(replaced).toSorted();
  if (excluded.length + others.length === 0) return null;
  return (
    <fieldset class="inner">
      <legend>{say.exceptions}</legend>
      <ul class="plain-list">
        {excluded.map((date) => (
          <li key={date} class="tree-line">
            <span>{say.off(tellDate(date))}</span>
            <button
              type="button"
              class="small"
              onClick={() => change({ excluded: excluded.filter((one) => one !== date) })}
            >
              {say.restore}
            </button>
          </li>
        ))}
        {others.map(([date, times]) => (
          <li key={date} class="tree-line">
            <span>{say.other(tellDate(date), times.join(', '))}</span>
            <button
              type="button"
              class="small"
              onClick={() => change({ replaced: Object.fromEntries(others.filter(([one]) => one !== date)) })}
            >
              {say.restore}
            </button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
