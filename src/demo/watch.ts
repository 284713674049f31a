import { type AsRunLine, readAsRun, VILLAGE_WORDS, villageWord } from '#asrun';
import { findBroadcast } from '#broadcast';
import type { House } from '#http';
import { civilOf, EVIDENCE, FINAL_STATES, REASONS } from '#kernel';

const LOOK_MS = 200;

function clockText(at: number | null, zone: string): string {
  return at === null ? '--:--:--' : civilOf(at, zone).time;
}

/** One line of the log as a person reads it. */
export function asRunText(line: AsRunLine, zone: string): string {
  const { state, reason, evidence } = line;
  const times = `${clockText(line.startedAt, zone)}–${clockText(line.endedAt, zone)}`;
  const why = reason === 'complete' ? '' : ` (${REASONS[reason].vi})`;
  const seconds = (line.renderedMs / 1000).toFixed(1);
  return `${times}  ${line.village.padEnd(12)}  ${FINAL_STATES[state].vi}${why}  ${seconds} s  ${evidence} ${EVIDENCE[evidence].vi}  «${line.title}»`;
}

/** One word for each village, however many roads the broadcast took. */
export function villageTexts(lines: readonly AsRunLine[]): string[] {
  const villages = Map.groupBy(lines, (line) => line.village);
  return [...villages].map(([name, own]) => {
    const { vi, en } = VILLAGE_WORDS[villageWord(own, [])];
    return `${name.padEnd(12)}  1 × ${vi} / ${en}`;
  });
}

/** Prints each step of a broadcast as it becomes true, until every delivery is final; answers its as-run lines. */
export async function watchBroadcast(house: House, broadcastId: string, signal: AbortSignal): Promise<AsRunLine[]> {
  const { clock } = house.world;
  const { zone } = house.settings;
  const said = new Set<string>();
  const say = (vi: string, en: string) => {
    if (said.has(en)) return;
    said.add(en);
    console.log(`${clockText(clock.wallMs(), zone)}  ${vi} / ${en}`);
  };
  for (;;) {
    const found = await findBroadcast(house.store.db, broadcastId);
    if (!found) throw new Error(`broadcast ${broadcastId} vanished`);
    const { broadcast, deliveries } = found;
    const own = deliveries.filter((delivery) => !delivery.isStandIn);
    const all = own.length;
    const placed = own.filter((delivery) => delivery.evidence !== 'E0').length;
    if (own.length < deliveries.length) say('chuyển sang đài FM', 'handed over to the FM station');
    if (placed > 0) say(`đã tải xuống loa ${placed}/${all}`, `placed ${placed}/${all}`);
    const playing = own.filter((delivery) => delivery.startedAt !== null).length;
    if (playing > 0) say(`đang phát ${playing}/${all}`, `on air ${playing}/${all}`);
    if (broadcast.endedAt !== null) {
      say('đã kết thúc', 'ended');
      const lines = await readAsRun(house.store.db, {}, { limit: 1000, after: 0 });
      return lines.filter((line) => line.broadcastId === broadcastId);
    }
    if (!(await clock.sleep(LOOK_MS, signal))) return [];
  }
}
