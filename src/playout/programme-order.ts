import type { OrderItem, RunningOrder } from '#broadcast';
import { type Bulletin, chooseVersions, isValidAt, type Listening, type TemplateDraft } from '#programme';
import type { Durations } from './running-order.ts';

/** One thing that sounds, or a silence, and where in the programme it begins. */
export interface ProgrammeLine {
  /** Which part of the template it stands in; -1: the lead-in of the amplifiers. */
  readonly part: number;
  readonly bulletinId: string | null;
  readonly language: string | null;
  readonly fromMs: number;
  readonly item: OrderItem;
}

export interface LeftOut {
  readonly bulletinId: string;
  readonly why: 'not_valid' | 'withdrawn' | 'not_approved' | 'not_ready' | 'no_room';
}

/** How a template fills its slot, to the millisecond: filledMs + underMs - overMs = slotMs, where there is a slot. */
export interface Fill {
  readonly slotMs: number | null;
  /** All that would be heard if there were no slot. */
  readonly filledMs: number;
  readonly overMs: number;
  readonly underMs: number;
  readonly leftOut: readonly LeftOut[];
  /** The part that is faded out before its end, and at which instant; null: none. */
  readonly cut: { readonly part: number; readonly bulletinId: string | null; readonly at: number } | null;
}

export interface ProgrammeOrder {
  /** Null: nothing of it can be heard then, or a chime is not ready. */
  readonly runningOrder: RunningOrder | null;
  readonly lines: readonly ProgrammeLine[];
  readonly fill: Fill;
  /** True when a chime that frames it is not checked yet. */
  readonly isChimeMissing: boolean;
}

/**
 * Fills a template for one start and one kind of listener. Bulletins that are not valid at `at`, withdrawn, not approved or
 * not checked are left out, with the pause beside them. What would begin after the end of the slot is left out too. A `fixed` slot
 * ends by the clock, so what crosses its end stays, to be faded out; one that moves with the programme takes only what
 * ends within it. Pure.
 */
export function buildProgrammeOrder(
  { slotMs, parts }: Pick<TemplateDraft, 'slotMs' | 'parts'>,
  bulletins: ReadonlyMap<string, Bulletin>,
  durations: Durations,
  at: number,
  hearing: Listening & {
    readonly leadInMs: number;
    readonly slot: 'fixed' | 'moves';
    readonly approved: ReadonlySet<string>;
  },
): ProgrammeOrder {
  const wanted: ProgrammeLine[] = [];
  const leftOut: LeftOut[] = [];
  let filledMs = 0;
  let isChimeMissing = false;
  const add = (part: number, item: OrderItem, said: { bulletinId: string; language: string } | null = null) => {
    if (item.durationMs <= 0) return;
    const { bulletinId = null, language = null } = said ?? {};
    wanted.push({ part, bulletinId, language, fromMs: filledMs, item });
    filledMs += item.durationMs;
  };
  add(-1, { kind: 'silence', durationMs: hearing.leadInMs });
  for (const [place, part] of parts.entries()) {
    if (part.part === 'silence') add(place, { kind: 'silence', durationMs: part.durationMs });
    else if (part.part === 'relay') add(place, { kind: 'stream', streamId: part.relayId, durationMs: part.durationMs });
    else if (part.part === 'bulletins') {
      let isFirst = true;
      for (const bulletinId of part.bulletinIds) {
        const said = hearing.approved.has(bulletinId)
          ? saidOf(bulletins.get(bulletinId), durations, at, hearing)
          : unapproved(bulletins.get(bulletinId), at);
        if (typeof said === 'string') {
          leftOut.push({ bulletinId, why: said });
          continue;
        }
        for (const { language, item } of said) {
          if (!isFirst) add(place, { kind: 'silence', durationMs: part.pauseMs });
          isFirst = false;
          add(place, item, { bulletinId, language });
        }
      }
    } else {
      const durationMs = durations.get(part.recordingId);
      if (durationMs === undefined) isChimeMissing = true;
      else add(place, { kind: 'audio', recordingId: part.recordingId, durationMs });
    }
  }
  const lines = slotMs === null ? wanted : hearing.slot === 'fixed' ? begunBy(wanted, slotMs) : within(wanted, slotMs);
  leftOut.push(...withoutRoom(wanted, lines));
  const last = lines.at(-1);
  const isCut = slotMs !== null && last !== undefined && last.fromMs + last.item.durationMs > slotMs;
  const fill: Fill = {
    slotMs,
    filledMs,
    overMs: Math.max(0, filledMs - (slotMs ?? filledMs)),
    underMs: Math.max(0, (slotMs ?? filledMs) - filledMs),
    leftOut,
    cut: isCut ? { part: last.part, bulletinId: last.bulletinId, at: at + slotMs } : null,
  };
  const isHeard = lines.some(({ bulletinId, item }) => bulletinId !== null || item.kind === 'stream');
  const items = lines.map(({ item }) => item);
  const durationMs = items.reduce((sum, item) => sum + item.durationMs, 0);
  return { runningOrder: isHeard && !isChimeMissing ? { items, durationMs } : null, lines, fill, isChimeMissing };
}

function saidOf(
  bulletin: Bulletin | undefined,
  durations: Durations,
  at: number,
  listening: Listening,
): Array<{ language: string; item: OrderItem }> | Exclude<LeftOut['why'], 'no_room'> {
  if (!bulletin || bulletin.withdrawnAt !== null) return 'withdrawn';
  if (!isValidAt(bulletin, at)) return 'not_valid';
  const said: Array<{ language: string; item: OrderItem }> = [];
  for (const { language, recordingId } of chooseVersions(bulletin, listening)) {
    const durationMs = durations.get(recordingId);
    if (durationMs === undefined) return 'not_ready';
    said.push({ language, item: { kind: 'audio', recordingId, durationMs } });
  }
  return said;
}

/** Why one that nobody approved is left out: for that, unless there is more to say of it. */
function unapproved(bulletin: Bulletin | undefined, at: number): Exclude<LeftOut['why'], 'no_room'> {
  if (!bulletin || bulletin.withdrawnAt !== null) return 'withdrawn';
  return isValidAt(bulletin, at) ? 'not_approved' : 'not_valid';
}

function begunBy(lines: readonly ProgrammeLine[], slotMs: number): ProgrammeLine[] {
  return lines.filter(({ fromMs }) => fromMs < slotMs);
}

/** Whole recordings only; a relay and a silence are as long as there is room. */
function within(lines: readonly ProgrammeLine[], slotMs: number): ProgrammeLine[] {
  return begunBy(lines, slotMs).flatMap((line) => {
    const roomMs = slotMs - line.fromMs;
    if (line.item.durationMs <= roomMs) return [line];
    return line.item.kind === 'audio' ? [] : [{ ...line, item: { ...line.item, durationMs: roomMs } }];
  });
}

/** The bulletins of which something was wanted that has no room. */
function withoutRoom(wanted: readonly ProgrammeLine[], lines: readonly ProgrammeLine[]): LeftOut[] {
  const kept = new Set(lines.map(({ fromMs }) => fromMs));
  const missing = wanted.flatMap(({ bulletinId, fromMs }) => (bulletinId && !kept.has(fromMs) ? [bulletinId] : []));
  return [...new Set(missing)].map((bulletinId) => ({ bulletinId, why: 'no_room' }));
}
