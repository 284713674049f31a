export { type Agent, type AgentParts, type AgentStatus, createAgent } from './agent.ts';
export { LEAD_MS } from './air-desk.ts';
export { GONE_AFTER_MS, RESUME_WITHIN_MS } from './candidates.ts';
export { type DecodeEnd, type Decoder, ffmpegDecoder } from './decoder.ts';
export { realDoor } from './real-door.ts';
export {
  CUT_FADE_MS,
  FADE_OUT_MS,
  type Played,
  type PlayOptions,
  type PlayProgress,
  type Sink,
  type SinkClock,
} from './sink.ts';
export { ALSA, type PlayerCommand, PULSE, processSink, shellPlayer } from './sinks/process.ts';
export { wavSink } from './sinks/wav.ts';
export type { AudioAnswer, ClaimAnswer, StationDoor, StreamEvents } from './station-door.ts';
export type { Track } from './track.ts';
