import type { Level } from '#kernel';

/** Something that one endpoint played or is about to play. */
export interface LedgerSpan {
  readonly startAt: number;
  readonly endAt: number;
  readonly bulletinId: string | null;
  readonly level: Level;
  readonly broadcastId?: string;
}

/** What each endpoint played lately, so that the sessions and minutes of its day can be counted. Alarms are not counted. */
export class DayLedger {
  /** A civil day of 25 hours, and a broadcast that was on when it began. */
  static readonly KEPT_MS = 37 * 3600_000;
  readonly #spans = new Map<string, LedgerSpan[]>();

  note(endpointId: string, span: LedgerSpan): void {
    if (span.level === 'emergency') return;
    const kept = (this.#spans.get(endpointId) ?? []).filter(
      (one) => one.startAt > span.startAt - DayLedger.KEPT_MS && one.broadcastId !== (span.broadcastId ?? ''),
    );
    this.#spans.set(endpointId, [...kept, span]);
  }

  /** It was over when nobody had foreseen it: what was heard counts, and nothing else. Null: nothing was heard. */
  settle(
    endpointId: string,
    broadcastId: string,
    heard: { readonly from: number | null; readonly to: number } | null,
  ): void {
    const spans = this.#spans.get(endpointId)?.flatMap((one) => {
      if (one.broadcastId !== broadcastId) return [one];
      return heard ? [{ ...one, startAt: heard.from ?? one.startAt, endAt: heard.to }] : [];
    });
    if (spans) this.#spans.set(endpointId, spans);
  }

  load(endpointId: string): readonly LedgerSpan[] {
    return this.#spans.get(endpointId) ?? [];
  }
}
