import { type Bilingual, REASONS, type Reason } from '#kernel';
import type { LiveEnd } from './session-machine.ts';

/** Ends that do not wait for the last word, and what the log says of them. */
export const CUTS: Partial<Record<LiveEnd, Reason>> = {
  killed: 'stopped_by_operator',
  outside_hours: 'outside_hours',
};

const END_OF: Partial<Record<Reason, LiveEnd>> = {
  taken_back: 'taken_back',
  stopped_by_operator: 'killed',
  ...{ outside_hours: 'outside_hours', mourning: 'outside_hours', quiet_zone: 'outside_hours' },
  ...{ day_limit: 'outside_hours', repeat_limit: 'outside_hours' },
  ...{ pre_empted: 'pre_empted_for_good', seat_taken: 'pre_empted_for_good', missed_window: 'pre_empted_for_good' },
  ...{ complete: 'time_limit', underrun: 'time_limit' },
};

/** How a session ends whose broadcast others took off the air, or which no endpoint plays any more. Pure. */
export function offAir(reason: Reason): { readonly end: LiveEnd; readonly detail: Bilingual } {
  return { end: END_OF[reason] ?? 'nobody_hears', detail: REASONS[reason] };
}
