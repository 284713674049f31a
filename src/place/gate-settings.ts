import { defaultGate, type EndpointGate, type ExceptionDay, endpointGate, type GateRules } from '#gate';
import { civilOf, dateOfDay, dayNumber } from '#kernel';

/** Rules of an area and all below it, from a date on. Never edited: a change is a later version. */
export interface GateVersion {
  readonly id: string;
  /** Null: the whole station. */
  readonly areaId: string | null;
  readonly from: string;
  readonly rules: GateRules;
  readonly note: string;
  readonly writtenBy: string | null;
  readonly createdAt: number;
}

export interface SetExceptionDay {
  readonly id: string;
  readonly areaId: string | null;
  readonly day: ExceptionDay;
  readonly writtenBy: string | null;
  readonly createdAt: number;
}

/** Days of state mourning, inclusive; it holds for the whole station. */
export interface Mourning {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly writtenBy: string | null;
  readonly createdAt: number;
}

/** Silence for an area and all below it, for one endpoint, or (both null) for the whole station. Instants. */
export interface QuietSpan {
  readonly id: string;
  readonly areaId: string | null;
  readonly endpointId: string | null;
  readonly from: number;
  readonly to: number;
  readonly reason: string;
  readonly writtenBy: string | null;
  readonly createdAt: number;
}

/** All that is set for the gates of a station; lists are in the order in which they were written. */
export interface GateSettings {
  readonly parents: ReadonlyMap<string, string | null>;
  readonly versions: readonly GateVersion[];
  readonly exceptionDays: readonly SetExceptionDay[];
  readonly mournings: readonly Mourning[];
  readonly quietSpans: readonly QuietSpan[];
}

/**
 * As many as one speaker is sent at most; what lies farthest ahead is sent later. One place is left among the quiet spans,
 * for silence that a person orders at once.
 */
const SENT = { versions: 50, exceptionDays: 400, mourning: 50, quietSpans: 199 } as const;

/** From an area upward; null, the whole station, stands last. */
function chainOf(parents: GateSettings['parents'], areaId: string | null): Array<string | null> {
  const chain: Array<string | null> = [];
  for (let at = areaId; at !== null && !chain.includes(at); at = parents.get(at) ?? null) chain.push(at);
  return [...chain, null];
}

/**
 * The versions that hold in an area, rising by date: those of the nearest area upward that has any. Until its first one
 * begins, those of the areas above it hold. Of two versions from the same date the later written counts.
 */
export function versionsOf(settings: GateSettings, areaId: string | null): GateVersion[] {
  let held: GateVersion[] = [];
  for (const above of chainOf(settings.parents, areaId).reverse()) {
    const own = new Map<string, GateVersion>();
    for (const version of settings.versions) if (version.areaId === above) own.set(version.from, version);
    const rising = [...own.values()].sort((a, b) => (a.from < b.from ? -1 : 1));
    const first = rising[0];
    if (first) held = [...held.filter(({ from }) => from < first.from), ...rising];
  }
  return held;
}

/** The version that holds on a date, or null: the default of a fresh station. */
export function versionOn(versions: readonly GateVersion[], date: string): GateVersion | null {
  return versions.findLast(({ from }) => from <= date) ?? null;
}

/** The gate of one endpoint, or of an area as a whole, as a speaker gets it: what is over is left out. */
export function compileGate(
  settings: GateSettings,
  zone: string,
  place: { readonly areaId: string | null; readonly endpointId: string | null },
  nowMs: number,
): EndpointGate {
  const chain = chainOf(settings.parents, place.areaId);
  // Yesterday still matters: its evening may go on over midnight, and sessions are counted by the day they began.
  const since = dayBefore(civilOf(nowMs, zone).date);
  return endpointGate.parse({
    zone,
    versions: rulesSince(versionsOf(settings, place.areaId), since, zone).slice(0, SENT.versions),
    exceptionDays: daysSince(settings, chain, since).slice(0, SENT.exceptionDays),
    mourning: settings.mournings
      .filter(({ to }) => since <= to)
      .map(({ from, to }) => ({ from, to }))
      .sort((a, b) => (a.from < b.from ? -1 : 1))
      .slice(0, SENT.mourning),
    quietSpans: joined(
      settings.quietSpans.filter(
        ({ areaId, endpointId, to }) =>
          nowMs < to && (endpointId === null ? chain.includes(areaId) : endpointId === place.endpointId),
      ),
    ).slice(0, SENT.quietSpans),
  });
}

function rulesSince(versions: readonly GateVersion[], since: string, zone: string): EndpointGate['versions'] {
  const standing = versionOn(versions, since);
  const ahead = versions.filter(({ from }) => since < from).map(({ from, rules }) => ({ from, rules }));
  if (standing) return [{ from: standing.from, rules: standing.rules }, ...ahead];
  return [...defaultGate(zone).versions, ...ahead];
}

/** One exception for each date: the nearest area's. */
function daysSince(settings: GateSettings, chain: ReadonlyArray<string | null>, since: string): ExceptionDay[] {
  const byDate = new Map<string, ExceptionDay>();
  for (const above of chain) {
    for (const { areaId, day } of settings.exceptionDays) {
      if (areaId === above && since <= day.date && !byDate.has(day.date)) byDate.set(day.date, day);
    }
  }
  return [...byDate.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** Rising spans; those that overlap become one, with the reason of the first. */
function joined(spans: readonly QuietSpan[]): EndpointGate['quietSpans'] {
  const apart: EndpointGate['quietSpans'] = [];
  for (const { from, to, reason } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = apart.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else apart.push({ from, to, reason });
  }
  return apart;
}

function dayBefore(date: string): string {
  return dateOfDay((dayNumber(date) ?? 0) - 1);
}
