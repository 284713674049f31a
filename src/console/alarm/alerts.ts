import { type Answer, call } from '../api/client.ts';
import { feed } from '../live/feed.ts';

export type Alert = Answer<'listAlerts'>[number];
export type AlertPreview = Answer<'prepareAlert'>;

export const alerts = feed(() => call('listAlerts', { query: { limit: 20 } }), 'alerts', 'endpoints');
export const bank = feed(() => call('listBank', {}), 'recordings');

/** True while a person may still have to act on it: it sounds, or the all-clear was not given for an hour. */
export function isPressing(alert: Alert, nowMs: number): boolean {
  if (alert.state === 'planned' || alert.state === 'on_air') return true;
  return alert.cleared === null && alert.takenBack === null && nowMs - alert.sentAt < 3_600_000;
}
