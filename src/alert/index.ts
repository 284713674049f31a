export type { Alert, AlertWish, Sender } from './alert.ts';
export { type AlertDesk, createAlertDesk, type Preview, type Sounder } from './alert-desk.ts';
export { alertedRecordings } from './alert-store.ts';
export type { AlertState, AlertView, Sequel } from './alert-view.ts';
export type { AlertDraft, AlertPorts, StopPorts } from './ports.ts';
export type { SpokenWish } from './spoken-alert.ts';
export { createStopDesk, type StopDesk, type Stopped, type StopWish } from './stop-desk.ts';
export { REACHES, type ReachCounts, type ReachedVillage, type ReachState } from './village-reach.ts';
