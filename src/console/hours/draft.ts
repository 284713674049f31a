import type { GateRules } from '../live/lists.ts';
import { countOf, decibelsOf, hourOf } from './hour-text.ts';

export interface Span {
  readonly from: string;
  readonly to: string;
}
export interface Window extends Span {
  readonly name: string;
}
/** Rules as they are being written: everything is text until it is sent. */
export interface RulesDraft {
  readonly quietHours: readonly Span[];
  readonly windows: readonly Window[];
  readonly weekdays: readonly number[];
  readonly sessionsPerDay: string;
  readonly minutesPerSession: string;
  readonly repeatLimit: string;
  readonly nightBand: (Span & { readonly ceilingDb: string }) | null;
}

const textOf = (value: number | null) => (value === null ? '' : String(value));

export function draftOf(rules: GateRules): RulesDraft {
  return {
    ...rules,
    sessionsPerDay: textOf(rules.sessionsPerDay),
    minutesPerSession: textOf(rules.minutesPerSession),
    repeatLimit: textOf(rules.repeatLimit),
    nightBand: rules.nightBand && { ...rules.nightBand, ceilingDb: String(rules.nightBand.ceilingDb) },
  };
}

const spanOf = <One extends Span>(span: One) => ({ ...span, from: hourOf(span.from), to: hourOf(span.to) });

/** Windows as they are sent. */
export const windowsOf = (windows: readonly Window[]) =>
  windows.map((window) => ({ ...spanOf(window), name: window.name.trim() }));

/** The rules to send, or the field whose number cannot be read. */
export function rulesOf(draft: RulesDraft): { readonly rules: GateRules } | { readonly wrong: string } {
  const counts = {
    sessionsPerDay: countOf(draft.sessionsPerDay),
    minutesPerSession: countOf(draft.minutesPerSession),
    repeatLimit: countOf(draft.repeatLimit),
  };
  for (const [field, value] of Object.entries(counts)) if (Number.isNaN(value)) return { wrong: field };
  const night = draft.nightBand;
  const ceilingDb = night === null ? 0 : decibelsOf(night.ceilingDb);
  if (!(ceilingDb >= -40 && ceilingDb <= 0)) return { wrong: 'nightBand.ceilingDb' };
  return {
    rules: {
      ...counts,
      quietHours: draft.quietHours.map(spanOf),
      windows: windowsOf(draft.windows),
      weekdays: [...draft.weekdays],
      nightBand: night && { ...spanOf({ from: night.from, to: night.to }), ceilingDb },
    },
  };
}
