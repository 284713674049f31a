import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { call } from '../api/client.ts';
import type { AlertPreview } from './alerts.ts';
import { type AlarmDraft, alarmProblem, wishOf } from './draft.ts';

const SETTLE_MS = 250;
/** What sounds there changes while a person reads. */
const AGAIN_MS = 5000;

export interface DryRun {
  readonly answer: AlertPreview | null;
  readonly failure: unknown;
}
const NOTHING: DryRun = { answer: null, failure: null };

/** What would happen if the alert were sent now, asked anew whenever something was changed, and every few seconds. */
export function useDryRun(draft: AlarmDraft, looking: boolean): DryRun {
  const run = useMemo(() => signal(NOTHING), []);
  const isWhole = alarmProblem(draft, 1) === null && alarmProblem(draft, 2) === null;
  const text = looking && isWhole ? JSON.stringify(wishOf({ ...draft, allowUnplaced: true })) : null;
  useEffect(() => {
    run.value = NOTHING;
    if (text === null) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    const turn = async () => {
      try {
        const answer = await call('prepareAlert', { body: JSON.parse(text) });
        if (!over) run.value = { answer, failure: null };
      } catch (failure) {
        if (!over) run.value = { ...run.value, failure };
      }
      if (!over) timer = setTimeout(turn, AGAIN_MS);
    };
    timer = setTimeout(turn, SETTLE_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [text, run]);
  return run.value;
}
