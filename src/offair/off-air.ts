import type { Broadcast } from '#broadcast';
import type { World } from '#kernel';
import { Ear } from './ear.ts';
import type { OffAirPorts } from './ports.ts';
import { cannotTell, type Verdict } from './verdict.ts';

/** So many stations are listened to at once; each takes a child and a stream. */
const MOST_AT_ONCE = 16;

export interface OffAirNeeds {
  readonly world: World;
  /** Null: nothing can be compared. */
  readonly ffmpegPath: string | null;
  readonly ports: OffAirPorts;
}

/** One receiver that is listening for one broadcast. */
export interface Listening {
  /**
   * The transmitter's part was over then (epoch ms). Answers at most 42 s after that instant, whatever the receiver does,
   * and a few seconds after it when all was heard. May be called once.
   */
  end(endAt: number): Promise<Verdict>;
  /** Nobody wants to know any more. */
  drop(): void;
}

/** The room that proves what was on the air, with a receiver that listens to our own transmitter. */
export interface OffAir {
  /**
   * Begins to listen: what the running order holds from `fromMs` on is planned to sound from `startAt` on (epoch ms). Call it
   * some seconds before; it never throws.
   */
  listen(
    station: { readonly id: string; readonly offAirUrl: string },
    broadcast: Pick<Broadcast, 'id' | 'runningOrder'>,
    startAt: number,
    fromMs?: number,
  ): Listening;
  /** Ends all of it; resolves when no child is left. */
  stop(): Promise<void>;
}

export function createOffAir({ world, ffmpegPath, ports }: OffAirNeeds): OffAir {
  const ears = new Set<Ear>();
  let isStopped = false;
  return {
    listen(station, broadcast, startAt, fromMs = 0) {
      const refuse = (verdict: Verdict): Listening => ({ end: async () => verdict, drop: () => undefined });
      if (ffmpegPath === null) return refuse(cannotTell('no_decoder'));
      if (isStopped) return refuse(cannotTell('stopped'));
      if (ears.size >= MOST_AT_ONCE) return refuse(cannotTell('too_many'));
      const order = broadcast.runningOrder;
      const ear = new Ear({ world, ffmpegPath, ports, station, order, startAt, fromMs });
      ears.add(ear);
      void ear.over.then(() => ears.delete(ear));
      return ear;
    },
    async stop() {
      isStopped = true;
      const all = [...ears];
      for (const ear of all) ear.stop();
      await Promise.all(all.map((ear) => ear.over));
    },
  };
}
