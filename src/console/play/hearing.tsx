import { API } from '../api/routes.ts';
import type { Recording } from '../live/lists.ts';
import { makeWords } from '../upload/make-words.ts';
import { LANGUAGES, type VersionDraft } from './versions.ts';

interface HearingProps {
  readonly recording: Recording;
  readonly language: string;
  readonly versions: readonly VersionDraft[];
}

/** All that will be heard, on this computer, before it is sent. */
export function Hearing({ recording, language, versions }: HearingProps) {
  const say = makeWords.value;
  if (recording.state !== 'ready') return null;
  const nameOf = (tag: string) => {
    const known = LANGUAGES.find((one) => one === tag);
    return known === undefined ? tag : say.languages[known];
  };
  const { id, trimHeadMs, trimTailMs } = recording;
  // The trim stands in the address so that a player asks the station anew when it changes.
  const all = [{ language, recordingId: id, mark: `#trim=${trimHeadMs},${trimTailMs}` }, ...versions];
  return (
    <>
      {all
        .filter(({ recordingId }) => recordingId !== '')
        .map((one) => {
          const label = say.hear(nameOf(one.language));
          return (
            <div key={one.recordingId} class="stack">
              <p>{label}</p>
              {/* biome-ignore lint/a11y/useMediaCaption: what villagers hear has no caption file */}
              <audio
                controls
                preload="none"
                src={`${API}/recordings/${one.recordingId}/audio${'mark' in one ? one.mark : ''}`}
                aria-label={label}
              />
            </div>
          );
        })}
    </>
  );
}
