import { useFresh } from '../live/feed.ts';
import { rules } from '../live/lists.ts';
import { later } from '../parts/later.tsx';
import { mayDo } from '../session/session.ts';
import { state } from './guide-state.ts';

const SELDOM_MS = 30_000;
const Guide = later(async () => (await import('./guide.tsx')).Guide);

/** The guided first run is fetched only where it may be wanted: a station with rules of its own never waits for it. */
export function GuideDoor({ looking }: { looking: boolean }) {
  const count = rules.data.value?.length ?? null;
  const isLooking = looking && mayDo('operate');
  useFresh(rules, isLooking && count === null, SELDOM_MS);
  if (count !== 0 && (state.value.made.length === 0 || state.value.isHidden)) return null;
  return <Guide looking={isLooking} />;
}
