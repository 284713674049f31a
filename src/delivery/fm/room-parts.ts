import type { Broadcast } from '#broadcast';
import type { Endpoint } from '#endpoint';
import type { EncoderLine as LineSettings } from '#fm';
import type { EndpointGate } from '#gate';
import type { Bilingual, World } from '#kernel';
import type { EndpointDriver, TellFact } from '../endpoint-driver.ts';
import type { Shelf } from '../ports.ts';
import type { LineFact, LineGrade, RdsState } from './rds-state.ts';

/** A line to one encoder, as a transmitter room uses it. Nothing here ever waits. */
export interface Line {
  start(): void;
  /** Releases the traffic announcement first. */
  stop(): Promise<void>;
  show(state: RdsState, number: number): void;
  standing(): {
    readonly state: 'connecting' | 'connected' | 'fault';
    readonly lastAnswerAt: number | null;
    readonly grade: LineGrade | null;
    readonly problem: Bilingual | null;
  };
}

/** Where the sound of a transmitter comes from: our MP3 stream for it, or an agent at its exciter. */
export interface Sound {
  readonly driver: EndpointDriver;
  readonly endpoint: Endpoint;
}

/** A receiver that listens to the transmitter while a broadcast is on air. */
export interface OffAirListening {
  /** How many milliseconds of it were heard, when it was heard as good as whole; null: that is not proved. Bounded in time. */
  end(endedAt: number): Promise<number | null>;
  /** Nobody wants to know any more. */
  drop(): void;
}
export type ListenOffAir = (
  station: { readonly id: string; readonly offAirUrl: string },
  broadcast: Broadcast,
  startAt: number,
) => OffAirListening | null;

/** What a station's computer is given to read. */
export interface Face {
  readonly manifest: string;
  readonly now: string;
  readonly nowUtf8: string;
}

export interface RoomParts {
  readonly world: World;
  /** The rules of the house where a group of receivers hangs; null: nobody told them yet. */
  readonly gateOf: (endpointId: string) => EndpointGate | null;
  readonly shelf: Shelf;
  readonly tell: TellFact;
  readonly lineOf: (settings: LineSettings, stationId: string, tell: (fact: LineFact) => void) => Line;
  readonly listen: ListenOffAir;
  /** Takes the newest face of a station; returns at once. */
  readonly face: (stationId: string, face: Face) => void;
  /** The station is not used any more: nobody may read its last face. */
  readonly faceAway: (stationId: string) => void;
  /** The time zone of the instants that people read. */
  readonly zone: string;
  /** Where the computers at the transmitters reach us, without a slash at the end. */
  readonly baseUrl: string;
  /** What people call an endpoint. */
  readonly nameOf: (endpointId: string) => string;
}
