import { useFresh } from '../live/feed.ts';
import { recordings } from '../live/lists.ts';
import { Choice } from '../parts/choice.tsx';
import { makeWords } from '../upload/make-words.ts';
import { tellSpan } from '../words/tell.ts';
import { LANGUAGES, type VersionDraft } from './versions.ts';

interface VersionChoiceProps {
  readonly looking: boolean;
  /** The recording of this page, and what it speaks. */
  readonly recordingId: string;
  readonly language: string;
  readonly versions: readonly VersionDraft[];
  readonly change: (change: { language?: string; versions?: VersionDraft[] }) => void;
}

/** What this recording speaks, and the same bulletin in other languages: one recording each. */
export function VersionChoice({ looking, recordingId, language, versions, change }: VersionChoiceProps) {
  const say = makeWords.value;
  useFresh(recordings, looking && versions.length > 0);
  const languages = LANGUAGES.map((tag) => [tag, say.languages[tag]] as const);
  const sounds = (recordings.data.value ?? []).filter(({ id, state }) => state === 'ready' && id !== recordingId);
  const put = (at: number, part: Partial<VersionDraft>) =>
    change({ versions: versions.map((one, place) => (place === at ? { ...one, ...part } : one)) });
  return (
    <>
      <Choice
        label={say.language}
        value={language}
        options={languages}
        canSearch={false}
        change={(tag) => change({ language: tag })}
      />
      {versions.map((version, at) => (
        <fieldset key={`${at}`} class="inner">
          <legend>{say.version(at + 2)}</legend>
          <Choice
            label={say.versionLanguage}
            value={version.language}
            options={[['', say.chooseLanguage], ...languages]}
            canSearch={false}
            change={(tag) => put(at, { language: tag })}
          />
          <Choice
            label={say.versionSound}
            hint={sounds.length === 0 ? say.noSounds : undefined}
            value={version.recordingId}
            options={[
              ['', say.chooseSound],
              ...sounds.map(({ id, title, durationMs }) => [id, `${title} (${tellSpan(durationMs ?? 0)})`] as const),
            ]}
            change={(id) => put(at, { recordingId: id })}
          />
          <button
            type="button"
            class="small"
            onClick={() => change({ versions: versions.filter((_, place) => place !== at) })}
          >
            {say.dropVersion}
          </button>
        </fieldset>
      ))}
      <button
        type="button"
        class="small"
        onClick={() => change({ versions: [...versions, { language: '', recordingId: '' }] })}
      >
        {say.addVersion}
      </button>
    </>
  );
}
