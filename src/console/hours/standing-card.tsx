import { REASONS } from '#kernel';
import type { Gate } from '../live/lists.ts';
import { Mark } from '../parts/mark.tsx';
import { say as sayBoth, words } from '../words/language.ts';
import { tellDate, tellNumber, tellSoon } from '../words/tell.ts';
import { placeName } from './place-name.ts';
import { RulesList } from './rules-list.tsx';

type Standing = Gate['inForce'][number];

/** What holds in one area now, until when, and by which rules. */
export function StandingCard({ standing, gate }: { standing: Standing; gate: Gate }) {
  const say = words.value.hours;
  const { bulletin, music, ceilingDb, versionId, rules } = standing;
  const version = gate.versions.find(({ id }) => id === versionId);
  return (
    <li class="card">
      <h3>{placeName(standing.areaId)}</h3>
      <Mark icon={bulletin.isOpen ? 'speaker' : 'quiet'} tone={bulletin.isOpen ? 'good' : 'warn'}>
        {wordText(bulletin)}
      </Mark>
      {bulletin.isOpen || bulletin.reason === null ? null : (
        <p>
          {say.because(sayBoth(REASONS[bulletin.reason]))} {say.onlyEmergency}
        </p>
      )}
      {music.isOpen === bulletin.isOpen ? null : (
        <p>
          {say.music(wordText(music))}
          {music.reason === null ? null : `. ${say.because(sayBoth(REASONS[music.reason]))}`}
        </p>
      )}
      {ceilingDb === null ? null : <p>{say.softer(tellNumber(ceilingDb, 1))}</p>}
      <p class="hint">{version ? say.by(tellDate(version.from), version.note) : say.byDefault}</p>
      <details>
        <summary>{say.details}</summary>
        <RulesList rules={rules} />
      </details>
    </li>
  );
}

function wordText({ isOpen, changesAt }: Standing['bulletin']): string {
  const say = words.value.hours;
  if (changesAt === null) return isOpen ? say.openLong : say.shutLong;
  return isOpen ? say.open(tellSoon(changesAt)) : say.shut(tellSoon(changesAt));
}
