import { useEffect, useMemo, useState } from 'preact/hooks';
import { readText, type Stretch, spokenOf, syllablesOf } from '#speech';
import { call } from '../api/client.ts';
import { KeptNote } from '../kept/kept-note.tsx';
import { useKept } from '../kept/use-kept.ts';
import { recordings } from '../live/lists.ts';
import { Choice } from '../parts/choice.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { Icon } from '../parts/icon.tsx';
import { Need } from '../parts/need.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { TextArea } from '../parts/text-area.tsx';
import { go } from '../where.ts';
import { say as sayBoth } from '../words/language.ts';
import { tellSpan } from '../words/tell.ts';
import { speech, wordsAgain } from './speech.ts';
import { lengthOf, RATES, type Rate, titleOf } from './typed.ts';
import { speakWords } from './words.ts';

interface SpeakDraft {
  readonly text: string;
  readonly voice: string;
  readonly rate: Rate;
}

/** Typed words become a voice: what will be said is seen before, and heard on the next step. */
export function SpeakPanel() {
  const say = speakWords.value;
  const [draft, change, kept] = useKept<SpeakDraft>({
    form: 'speak',
    place: '#tai-len',
    title: ({ text }) => titleOf(text),
    fresh: () => ({ text: '', voice: '', rate: 'normal' }),
  });
  const [need, setNeed] = useState<string | null>(null);
  const submitting = useSubmitting();
  const key = kept.key();
  const { voices = [], mostLetters = 0 } = speech.data.value ?? {};
  const stretches = useMemo(() => readText(draft.text), [draft.text]);
  const syllables = useMemo(() => syllablesOf(spokenOf(stretches)), [stretches]);
  useEffect(() => {
    const again = wordsAgain.value;
    if (again === null) return;
    wordsAgain.value = null;
    change({ text: again.text, voice: again.voice, rate: again.rate });
  }, [wordsAgain.value]);
  const voice = voices.find(({ id }) => id === draft.voice)?.id ?? voices[0]?.id ?? '';
  const fill = (part: Partial<SpeakDraft>) => {
    change(part);
    setNeed(null);
    submitting.clear();
  };
  const make = (event: Event) => {
    event.preventDefault();
    if (syllables === 0) return setNeed(say.need);
    submitting.run(async () => {
      const body = { title: titleOf(draft.text), text: draft.text, voice, rate: draft.rate };
      const { id } = await call('speakText', { body, key: key.of(body) });
      kept.done();
      void recordings.refresh();
      go('tai-len', id);
    });
  };
  return (
    <form class="stack" noValidate onSubmit={make}>
      <KeptNote kept={kept} failure={submitting.failure} />
      <TextArea
        label={say.text}
        hint={say.textHint}
        rows={6}
        maxLength={mostLetters}
        value={draft.text}
        change={(text) => fill({ text })}
      />
      {syllables === 0 ? null : <Reading stretches={stretches} lastsMs={lengthOf(syllables, draft.rate)} />}
      <div class="voice-choices">
        <Choice
          label={say.voice}
          value={voice}
          options={voices.map(({ id, name }) => [id, sayBoth(name)] as const)}
          change={(picked) => fill({ voice: picked })}
        />
        <Choice
          label={say.rate}
          value={draft.rate}
          options={RATES.map((rate) => [rate, say.rates[rate]] as const)}
          change={(picked) => fill({ rate: RATES.find((rate) => rate === picked) ?? 'normal' })}
        />
      </div>
      <Need text={need} />
      <FailureNote failure={submitting.failure} />
      <button type="submit" class="main big" disabled={submitting.busy}>
        <Icon name="speaker" />
        {submitting.busy ? say.making : say.make}
      </button>
      <p class="hint">{say.next}</p>
    </form>
  );
}

/** What a voice will say, with every place where that is not what is written. */
function Reading({ stretches, lastsMs }: { stretches: readonly Stretch[]; lastsMs: number }) {
  const say = speakWords.value;
  return (
    <section class="note reading" aria-live="polite">
      <h2>{say.willSay}</h2>
      <p class="as-written">
        {stretches.map(({ written, said }, at) =>
          // Stretches have no names; each stands where it stands.
          written === said ? said : <mark key={`${at}`}>{said}</mark>,
        )}
      </p>
      <p class="hint">
        {say.willSayHint} {say.lasts(tellSpan(lastsMs))}
      </p>
    </section>
  );
}
