import type { EndpointGate, GateRules } from './gate-rules.ts';

/** Nothing is closed: for demos and tests. */
export const OPEN_RULES: GateRules = {
  quietHours: [],
  windows: [],
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  sessionsPerDay: null,
  minutesPerSession: null,
  repeatLimit: null,
  nightBand: null,
};

/** What holds where the commune has set nothing (yet): a fresh station lets people sleep. */
export const DEFAULT_RULES: GateRules = { ...OPEN_RULES, quietHours: [{ from: '21:30', to: '05:00' }] };

/** Before every date that a gate can be asked about. */
const EVER = '0001-01-01';

const standing = (zone: string, rules: GateRules): EndpointGate => ({
  zone,
  versions: [{ from: EVER, rules }],
  exceptionDays: [],
  mourning: [],
  quietSpans: [],
});

/** A gate that never closes. */
export function openGate(zone: string): EndpointGate {
  return standing(zone, OPEN_RULES);
}

/** The gate of a station that has set nothing: DEFAULT_RULES, for ever. */
export function defaultGate(zone: string): EndpointGate {
  return standing(zone, DEFAULT_RULES);
}
