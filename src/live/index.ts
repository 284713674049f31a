import { type DeskParts, LiveDesk } from './desk.ts';
import { LIVE_DEFAULTS, type LiveSettings } from './settings.ts';

export type { LiveRequest } from './desk.ts';
export type { LiveRow, LiveSource, Mount } from './live-store.ts';
export type { MicrophoneEvents, MicrophoneLine } from './microphone.ts';
export { formatOf } from './mounts.ts';
export type { Air, Gate, LiveLevel, LivePorts, Reach, Rights, Talk, TalkFact } from './ports.ts';
export type { LiveSession } from './session.ts';
export { LIVE_ENDS, LIVE_STATES, type LiveEnd, type LiveState, liveMachine } from './session-machine.ts';
export type { SourceEnd, Talker, TalkerMessage } from './talker.ts';
export type { Target } from './targets.ts';
export { LIVE_DEFAULTS, type LiveDesk, type LiveSettings };

/** Live voice: sources in, feeds out. `settings` may take the place of single defaults. */
export function createLive(
  parts: Omit<DeskParts, 'settings'> & { readonly settings?: Partial<LiveSettings> },
): LiveDesk {
  return new LiveDesk({ ...parts, settings: { ...LIVE_DEFAULTS, ...parts.settings } });
}
