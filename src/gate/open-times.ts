import { dateOfDay } from '#kernel';
import { isMourning, type MinuteSpan, openMinutes } from './civil-day.ts';
import type { EndpointGate } from './gate-rules.ts';
import { DAY_MS, stretchesOf } from './zone-clock.ts';

/** A half-open span of instants. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What one UTC day of a gate looks like. All lists rise and their spans lie apart. */
interface DaySheet {
  /** When hours, windows and weekdays let something sound. */
  readonly open: readonly Span[];
  /** The same for the kinds that are held in mourning. */
  readonly openInMourning: readonly Span[];
}

/** What was worked out of one gate. It lives as long as the gate itself does. */
interface Workings {
  readonly sheets: Map<number, DaySheet>;
  readonly quiet: readonly Span[];
}

const KEPT_DAYS = 128;
const workings = new WeakMap<EndpointGate, Workings>();

/** When the hours of a gate are open on a UTC day. A gate is a value: it is not changed once it was asked. */
export function openSpans(gate: EndpointGate, utcDay: number, isHeldInMourning: boolean): readonly Span[] {
  const { sheets } = workingsOf(gate);
  let sheet = sheets.get(utcDay);
  if (!sheet) {
    if (sheets.size >= KEPT_DAYS) sheets.clear();
    sheet = drawSheet(gate, utcDay);
    sheets.set(utcDay, sheet);
  }
  return isHeldInMourning ? sheet.openInMourning : sheet.open;
}

/** The quiet spans of a gate, joined where they touch. */
export function quietTimes(gate: EndpointGate): readonly Span[] {
  return workingsOf(gate).quiet;
}

function workingsOf(gate: EndpointGate): Workings {
  let found = workings.get(gate);
  if (!found) {
    const rising = gate.quietSpans.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from);
    found = { sheets: new Map(), quiet: joined(rising) };
    workings.set(gate, found);
  }
  return found;
}

function drawSheet(gate: EndpointGate, utcDay: number): DaySheet {
  const open: Span[] = [];
  const openInMourning: Span[] = [];
  const days = new Map<number, readonly MinuteSpan[]>();
  for (const { startAt, endAt, offsetMs } of stretchesOf(gate.zone, utcDay)) {
    const first = Math.floor((startAt + offsetMs) / DAY_MS);
    const last = Math.floor((endAt - 1 + offsetMs) / DAY_MS);
    for (let day = first; day <= last; day++) {
      const minutes = days.get(day) ?? openMinutes(gate, day);
      days.set(day, minutes);
      const isMourned = isMourning(gate, dateOfDay(day));
      for (const span of minutes) {
        const from = Math.max(startAt, day * DAY_MS + span.from * 60_000 - offsetMs);
        const to = Math.min(endAt, day * DAY_MS + span.to * 60_000 - offsetMs);
        if (from >= to) continue;
        open.push({ from, to });
        if (!isMourned) openInMourning.push({ from, to });
      }
    }
  }
  return { open: joined(open), openInMourning: joined(openInMourning) };
}

/** Spans that rise by their beginning, as spans that lie apart. */
function joined(rising: readonly Span[]): Span[] {
  const apart: Array<{ from: number; to: number }> = [];
  for (const { from, to } of rising) {
    const last = apart.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else apart.push({ from, to });
  }
  return apart;
}
