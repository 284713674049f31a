import { bank } from '../alarm/alerts.ts';
import { useFresh } from '../live/feed.ts';
import { zones } from '../live/lists.ts';
import { words } from '../words/language.ts';
import { LastTalks, OtherTalks } from './last-talks.tsx';
import { MountSection } from './mount-section.tsx';
import { mounts, sessions, talk } from './talk.ts';
import { TalkForm } from './talk-form.tsx';
import { TalkPanel } from './talk-panel.tsx';

const FAST_MS = 2000;
const SLOWLY_MS = 10_000;

/** Live voice: somebody else's first, then one's own, then what was said before, then the encoder programs. */
export function TalkPage({ looking }: { looking: boolean }) {
  const say = words.value.talk;
  useFresh(sessions, looking, FAST_MS);
  useFresh(zones, looking, SLOWLY_MS);
  useFresh(mounts, looking, SLOWLY_MS);
  useFresh(bank, looking, SLOWLY_MS);
  const own = talk.value;
  const list = sessions.data.value ?? [];
  return (
    <div hidden={!looking}>
      <h1>{say.title}</h1>
      <OtherTalks sessions={list.filter(({ id, state }) => state !== 'ended' && id !== own?.session.id)} />
      {own ? <TalkPanel talk={own} /> : <TalkForm />}
      <LastTalks sessions={list.filter(({ state }) => state === 'ended')} />
      <MountSection />
    </div>
  );
}
