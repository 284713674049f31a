import { useState } from 'preact/hooks';
import { LEAST_REASON } from '../alarm/draft.ts';
import { SoundChoice } from '../alarm/sound-choice.tsx';
import { Choice } from '../parts/choice.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { Icon } from '../parts/icon.tsx';
import { Need } from '../parts/need.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { ZoneChoice } from '../play/zone-choice.tsx';
import { mayDo } from '../session/session.ts';
import { words } from '../words/language.ts';
import { captureProblem, problemOf } from './capture.ts';
import { mounts, openTalk, type TalkWish } from './talk.ts';

/** The rights in which somebody may speak, and what each asks of the person. */
const LEVELS = [
  ['live_commune', 'live'],
  ['live_authority', 'authority'],
  ['emergency', 'emergency'],
] as const;
const FRESH: TalkWish = { zoneIds: [], level: 'live_commune', note: '', signalRecordingId: '', mountId: '' };

/** Where, by which right, with what: then the microphone opens, and still nobody hears anything. */
export function TalkForm() {
  const { talk: say, alarm } = words.value;
  const [wish, setWish] = useState(FRESH);
  const [need, setNeed] = useState<string | null>(null);
  const submitting = useSubmitting();
  const change = (part: Partial<TalkWish>) => {
    setWish({ ...wish, ...part });
    setNeed(null);
    submitting.clear();
  };
  const isMicrophone = wish.mountId === '';
  const isUrgent = wish.level === 'emergency';
  const levels = LEVELS.filter(([, verb]) => mayDo(verb)).map(([level]) => level);
  const blocked = isMicrophone ? captureProblem() : null;
  const open = (event: Event) => {
    event.preventDefault();
    if (wish.zoneIds.length === 0) return setNeed(say.needWhere);
    if (isUrgent && wish.note.trim().length < LEAST_REASON) return setNeed(alarm.need.reason);
    submitting.run(async () => {
      await openTalk(wish);
      setWish({ ...FRESH, zoneIds: wish.zoneIds, level: wish.level });
    });
  };
  const problem = problemOf(submitting.failure);
  return (
    <form class="card" noValidate onSubmit={open}>
      <ZoneChoice label={say.where} chosen={wish.zoneIds} change={(zoneIds) => change({ zoneIds })} />
      {levels.length > 1 ? (
        <Choice
          label={say.right}
          value={wish.level}
          options={levels.map((level) => [level, say.rights[level]] as const)}
          change={(picked) => change({ level: levels.find((level) => level === picked) ?? 'live_commune' })}
        />
      ) : null}
      {(mounts.data.value?.length ?? 0) === 0 ? null : (
        <Choice
          label={say.with}
          value={wish.mountId}
          options={[
            ['', say.microphone],
            ...(mounts.data.value ?? []).map(({ id, name }) => [id, say.mountName(name)] as const),
          ]}
          change={(mountId) => change({ mountId })}
        />
      )}
      {isUrgent ? (
        <SoundChoice
          label={alarm.signal}
          none={alarm.noSignal}
          bankOnly
          value={wish.signalRecordingId}
          change={(signalRecordingId) => change({ signalRecordingId })}
        />
      ) : null}
      <TextField
        label={isUrgent ? alarm.reason : say.note}
        hint={isUrgent ? alarm.reasonHint : undefined}
        value={wish.note}
        required={isUrgent}
        change={(note) => change({ note })}
      />
      <Need text={blocked === null ? need : say[blocked]} />
      {problem === null ? <FailureNote failure={submitting.failure} /> : <Need text={say[problem]} />}
      <button type="submit" class={isUrgent ? 'danger' : 'main'} disabled={submitting.busy || blocked !== null}>
        <Icon name="mic" />
        {submitting.busy ? say.opening : isMicrophone ? say.open : say.openMount}
      </button>
    </form>
  );
}
