import type { World } from '#kernel';
import type { SourceCourse } from './course.ts';
import type { LevelMeter } from './level-meter.ts';
import type { LiveSource } from './live-store.ts';
import type { Air, LiveLevel } from './ports.ts';
import type { LiveSession } from './session.ts';
import type { LiveSettings } from './settings.ts';
import type { SourceLine } from './source-line.ts';
import type { Talker } from './talker.ts';
import type { Voice } from './voice.ts';

/** Who speaks to whom. */
export interface Invitation {
  readonly id: string;
  readonly owner: string;
  readonly name: string | null;
  readonly level: LiveLevel;
  readonly zoneIds: readonly string[];
  readonly endpointIds: readonly string[];
  readonly note: string | null;
  readonly signalRecordingId: string | null;
  readonly source: LiveSource;
  readonly mountId: string | null;
  readonly openedAt: number;
}

export interface SessionParts {
  readonly world: World;
  readonly ffmpegPath: string;
  readonly settings: LiveSettings;
  readonly air: Air;
  /** Where what is said goes out. */
  openVoice(): Voice;
  /** Makes the broadcast and writes that the session has it. */
  putOnAir(session: LiveSession): ReturnType<Air['start']>;
  /** Concludes the broadcast, if there is one to conclude, and writes the last word. Never rejects. */
  writeEnd(session: LiveSession, talk: { broadcastId: string; endAt: number } | null): Promise<void>;
}

/** One connection of a source, as its session sees it. */
export interface Source {
  readonly line: SourceLine;
  readonly talker: Talker;
  readonly course: { -readonly [Key in keyof SourceCourse]: SourceCourse[Key] };
  readonly meter: LevelMeter;
  droppedMs: number;
}
