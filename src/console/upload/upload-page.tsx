import { useEffect, useState } from 'preact/hooks';
import { useFresh } from '../live/feed.ts';
import { recordings } from '../live/lists.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { RecordPanel } from '../record/record-panel.tsx';
import { SpeakPanel } from '../speak/speak-panel.tsx';
import { speech, wordsAgain } from '../speak/speech.ts';
import { speakWords } from '../speak/words.ts';
import '../style/make.css';
import { captureProblem } from '../talk/capture.ts';
import { where } from '../where.ts';
import { DropBox } from './drop-box.tsx';
import { makeWords } from './make-words.ts';
import { RecordingList } from './recording-list.tsx';
import { RecordingView } from './recording-view.tsx';
import { takeSharedFiles } from './shared-files.ts';
import { UploadLine } from './upload-line.tsx';
import { uploads } from './uploads.ts';
import { useVisited } from './visited.ts';

const WAYS = [
  ['record', 'mic'],
  ['file', 'upload'],
  ['speak', 'speaker'],
] as const satisfies ReadonlyArray<readonly [string, IconName]>;
type Way = (typeof WAYS)[number][0];
/** Asked once in a while: somebody may have installed a voice. */
const SLOWLY_MS = 60_000;

/** Soạn bản tin: where the sound comes from, then what is said of it, how it sounds, and off it goes. */
export function UploadPage({ looking }: { looking: boolean }) {
  const say = makeWords.value;
  const { page, thing } = where.value;
  const shown = page === 'tai-len' ? thing : '';
  const visited = useVisited(shown);
  const [chosen, setWay] = useState<Way | null>(null);
  const way: Way = chosen ?? (captureProblem() === null ? 'record' : 'file');
  useFresh(recordings, looking && shown === '');
  useFresh(speech, looking && shown === '', SLOWLY_MS);
  const isMute = speech.data.value?.voices.length === 0;
  const hasVoice = (speech.data.value?.voices.length ?? 0) > 0;
  useEffect(() => {
    if (wordsAgain.value !== null) setWay('speak');
  }, [wordsAgain.value]);
  useEffect(() => {
    if (looking) void takeSharedFiles().then((isAny) => isAny && setWay('file'));
  }, [looking]);
  return (
    <div hidden={!looking}>
      <div hidden={shown !== ''}>
        <h1>{say.title}</h1>
        <p class="hint">{say.hint}</p>
        <fieldset class="ways">
          <legend>{say.wayLabel}</legend>
          {WAYS.filter(([one]) => one !== 'speak' || hasVoice).map(([one, icon]) => (
            <button key={one} type="button" aria-pressed={way === one} onClick={() => setWay(one)}>
              <Icon name={icon} />
              {say.ways[one]}
            </button>
          ))}
        </fieldset>
        <section class="card" hidden={way !== 'record'} aria-label={say.ways.record}>
          <RecordPanel looking={looking && shown === '' && way === 'record'} />
        </section>
        <div hidden={way !== 'file'}>
          <DropBox />
        </div>
        {hasVoice ? (
          <section class="card" hidden={way !== 'speak'} aria-label={say.ways.speak}>
            <SpeakPanel />
          </section>
        ) : null}
        {isMute ? <p class="hint">{speakWords.value.missing}</p> : null}
        <ul class="cards">
          {uploads.value.map((one) => (
            <UploadLine key={one.mark} upload={one} />
          ))}
        </ul>
        <RecordingList />
      </div>
      {visited.map((id) => (
        <RecordingView key={id} id={id} looking={looking && id === shown} />
      ))}
    </div>
  );
}
