import { type Bilingual, fill, REASONS } from '#kernel';
import { earshotBetween, type Standing } from './earshot.ts';
import { isReason, moment, named, ruleSentence, type Scene } from './sentences.ts';
import { HINDRANCES, type Party } from './trace.ts';

/** Less than this nobody calls a delay. */
const NOTICED_MS = 1000;

/** An endpoint that would hear it, or stands near one that would. */
export interface Listener extends Standing {
  readonly id: string;
  readonly name: string;
  readonly village: string;
  readonly isReachable: boolean;
}

export interface Sound {
  readonly startAt: number;
  readonly endAt: number;
}

/** What will become of one broadcast on an endpoint, as the desk foresees it. */
export interface Fate {
  readonly broadcastId: string;
  readonly plannedAt: number;
  readonly sounds: readonly Sound[];
  readonly cutBy: readonly string[];
  readonly obstacles: ReadonlyArray<{ readonly hindrance: string; readonly by: string | null }>;
  readonly givenUpFor: string | null;
}

/** Endpoints that will have the same day, without and with what is asked for. */
export interface Alike {
  readonly endpointIds: readonly string[];
  readonly before: readonly Fate[];
  readonly after: readonly Fate[];
  /** What was heard there already. */
  readonly played: readonly Sound[];
}

/** All that a person should know of before he saves. Instants are epoch milliseconds. */
export interface Question {
  readonly scene: Scene;
  readonly days: ReadonlyArray<{ readonly date: string; readonly from: number; readonly to: number }>;
  readonly listeners: readonly Listener[];
  readonly alike: readonly Alike[];
  /** Everybody who is named in the fates, by id. */
  readonly parties: ReadonlyMap<string, Party>;
  /** Which of them are asked for now. */
  readonly fresh: ReadonlySet<string>;
  /** Other endpoints, and what they are planned to play meanwhile. */
  readonly neighbours: ReadonlyArray<{
    readonly listener: Listener;
    readonly sounds: ReadonlyArray<Sound & { readonly broadcastId: string }>;
  }>;
}

export interface Change {
  readonly effect: 'cut' | 'delayed' | 'refused';
  readonly broadcastId: string;
  readonly isNew: boolean;
  readonly title: string;
  readonly plannedAt: number;
  /** How much later it begins; only when it is delayed. */
  readonly byMs: number | null;
  readonly endpointIds: readonly string[];
  readonly text: Bilingual;
}

export interface Overlap {
  readonly endpointId: string;
  readonly otherEndpointId: string;
  readonly otherTitle: string;
  readonly distanceM: number;
  readonly from: number;
  readonly to: number;
}

export interface Listening {
  readonly date: string;
  readonly village: string;
  readonly beforeMs: number;
  readonly afterMs: number;
}

/** What saving would do to the days of the villages. Pure: the air itself was run ahead by whoever asks. */
export function consequencesOf(question: Question): {
  changes: Change[];
  listening: Listening[];
  overlaps: Overlap[];
} {
  return { changes: changesOf(question), listening: listeningOf(question), overlaps: overlapsOf(question) };
}

function changesOf({ alike, parties, fresh, scene }: Question): Change[] {
  const merged = new Map<string, Change & { endpointIds: string[] }>();
  for (const { endpointIds, before, after } of alike) {
    const earlier = new Map(before.map((fate) => [fate.broadcastId, fate]));
    for (const fate of after) {
      const party = parties.get(fate.broadcastId);
      if (!party) continue;
      for (const change of changesTo(fate, earlier.get(fate.broadcastId) ?? null, party, parties, scene)) {
        const key = JSON.stringify([change.effect, change.broadcastId, change.text]);
        const known = merged.get(key);
        if (known) known.endpointIds.push(...endpointIds);
        else merged.set(key, { ...change, isNew: fresh.has(fate.broadcastId), endpointIds: [...endpointIds] });
      }
    }
  }
  return [...merged.values()].sort((a, b) => a.plannedAt - b.plannedAt || (a.broadcastId < b.broadcastId ? -1 : 1));
}

type Bare = Omit<Change, 'isNew' | 'endpointIds'>;

function changesTo(
  fate: Fate,
  before: Fate | null,
  party: Party,
  parties: ReadonlyMap<string, Party>,
  scene: Scene,
): Bare[] {
  const { broadcastId, title, plannedAt } = party;
  const bare = { broadcastId, title, plannedAt, byMs: null };
  const start = fate.sounds[0]?.startAt;
  if (start === undefined) {
    if (before && before.sounds.length === 0) return [];
    const why = whyOf(fate, party, parties, scene);
    return [{ ...bare, effect: 'refused', text: fill(REFUSED, { who: named(party), why }) }];
  }
  const changes: Bare[] = [];
  const byMs = start - (before?.sounds[0]?.startAt ?? plannedAt);
  if (byMs > NOTICED_MS) {
    const values = { who: named(party), seconds: Math.round(byMs / 1000), why: whyOf(fate, party, parties, scene) };
    changes.push({ ...bare, effect: 'delayed', byMs, text: fill(DELAYED, values) });
  }
  for (const [place, id] of fate.cutBy.entries()) {
    const other = parties.get(id);
    if (!other || before?.cutBy.includes(id)) continue;
    const at = moment(fate.sounds[place]?.endAt ?? start, scene);
    changes.push({ ...bare, effect: 'cut', text: fill(CUT, { who: named(party), by: named(other), at }) });
  }
  return changes;
}

const REFUSED: Bilingual = { vi: '{who} sẽ không phát được: {why}.', en: '{who} will not be heard: {why}.' };
const DELAYED: Bilingual = { vi: '{who} sẽ chậm {seconds} giây: {why}.', en: '{who} will be {seconds} s late: {why}.' };
const CUT: Bilingual = { vi: '{who} sẽ bị {by} chen ngang lúc {at}.', en: '{who} will be cut into by {by} at {at}.' };

/** The rule that keeps it from the air longest: the last obstacle that was met. */
function whyOf(fate: Fate, party: Party, parties: ReadonlyMap<string, Party>, scene: Scene): Bilingual {
  const last = fate.obstacles.at(-1);
  const word = HINDRANCES.find((one) => one === (fate.givenUpFor ?? last?.hindrance));
  if (word && isReason(word)) return REASONS[word];
  const other = parties.get(last?.by ?? '');
  if (!other || !last) return REASONS.seat_taken;
  if (last.hindrance === 'behind') {
    return fill(
      { vi: 'chờ sau {other}, vì {rule}', en: 'it waits behind {other}, because {rule}' },
      { other: named(other), rule: ruleSentence(other, party, scene) },
    );
  }
  return fill({ vi: 'chờ {other} phát xong', en: 'it waits until {other} is over' }, { other: named(other) });
}

function listeningOf({ days, alike, listeners }: Question): Listening[] {
  const villageOf = new Map(listeners.map(({ id, village }) => [id, village]));
  const found = new Map<string, Listening>();
  for (const { date, from, to } of days) {
    for (const { endpointIds, before, after, played } of alike) {
      const heardMs = (fates: readonly Fate[]) =>
        [...played, ...fates.flatMap((fate) => fate.sounds)].reduce(
          (sum, { startAt, endAt }) => sum + Math.max(0, Math.min(endAt, to) - Math.max(startAt, from)),
          0,
        );
      const [beforeMs, afterMs] = [heardMs(before), heardMs(after)];
      for (const village of new Set(endpointIds.map((id) => villageOf.get(id) ?? ''))) {
        const known = found.get(`${date} ${village}`);
        // Who stands between two clusters of a village hears the louder day of the two.
        const most = {
          beforeMs: Math.max(beforeMs, known?.beforeMs ?? 0),
          afterMs: Math.max(afterMs, known?.afterMs ?? 0),
        };
        found.set(`${date} ${village}`, { date, village, ...most });
      }
    }
  }
  return [...found.values()];
}

function overlapsOf({ listeners, alike, fresh, neighbours, parties }: Question): Overlap[] {
  const ownSounds = new Map(
    alike.flatMap(({ endpointIds, after }) => {
      const sounds = after
        .filter(({ broadcastId }) => fresh.has(broadcastId))
        .flatMap(({ broadcastId, sounds: all }) => all.map((sound) => ({ ...sound, broadcastId })));
      return endpointIds.map((id) => [id, sounds] as const);
    }),
  );
  const overlaps: Overlap[] = [];
  for (const listener of listeners) {
    for (const { listener: other, sounds } of neighbours) {
      if (other.id === listener.id) continue;
      const distanceM = earshotBetween(listener, other);
      if (distanceM === null) continue;
      for (const own of ownSounds.get(listener.id) ?? []) {
        for (const theirs of sounds) {
          const [from, to] = [Math.max(own.startAt, theirs.startAt), Math.min(own.endAt, theirs.endAt)];
          if (theirs.broadcastId === own.broadcastId || from >= to) continue;
          const otherTitle = parties.get(theirs.broadcastId)?.title ?? '';
          overlaps.push({ endpointId: listener.id, otherEndpointId: other.id, otherTitle, distanceM, from, to });
        }
      }
    }
  }
  return overlaps.sort((a, b) => a.from - b.from || a.distanceM - b.distanceM);
}
