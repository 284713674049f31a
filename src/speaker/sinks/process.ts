import type { ChildProcess, Clock, Logger, World } from '#kernel';
import { bytesOf } from '../pcm.ts';
import { type Device, Pump } from '../pump.ts';
import type { Sink } from '../sink.ts';

/** How a player program is called. It gets raw samples on its standard input: s16le, 48 kHz, one channel. */
export interface PlayerCommand {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

export const ALSA: PlayerCommand = {
  name: 'alsa',
  command: 'aplay',
  args: ['-q', '-t', 'raw', '-f', 'S16_LE', '-r', '48000', '-c', '1', '--buffer-time=200000', '-'],
};
export const PULSE: PlayerCommand = {
  name: 'pulse',
  command: 'pacat',
  args: ['--playback', '--raw', '--rate=48000', '--format=s16le', '--channels=1', '--latency-msec=200'],
};

/** Any program, as a person would type it. */
export function shellPlayer(line: string): PlayerCommand {
  return { name: 'command', command: '/bin/sh', args: ['-c', `exec ${line}`] };
}

/** A player needs a moment to open its device; samples that came before that would come out late for ever. */
const OPENING_MS = 150;
const STUCK_MS = 2_000;
const STOPPING_MS = 1_000;

/** A sound card behind a player program. The program is kept fed a while after the sound, then let go. */
export function processSink(world: World, player: PlayerCommand, bufferMs = 200): Sink {
  const { clock, logger } = world;
  const over = new AbortController();
  const device = new PlayerDevice(world, player);
  const pump = new Pump(clock, logger, device, { bufferMs, tickMs: 20, warmMs: 10_000, idleMs: null });
  let running: Promise<void> = Promise.resolve();
  return {
    name: player.name,
    async start() {
      running = pump.run(over.signal);
    },
    async stop() {
      over.abort();
      await running;
    },
    play: (track, startMonoMs, options) => pump.play(track, startMonoMs, options),
  };
}

class PlayerDevice implements Device {
  readonly #world: World;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #player: PlayerCommand;
  #child: ChildProcess | null = null;

  constructor(world: World, player: PlayerCommand) {
    this.#world = world;
    this.#clock = world.clock;
    this.#logger = world.logger;
    this.#player = player;
  }

  async open(): Promise<{ originMonoMs: number; frames: number } | null> {
    const { name, command, args } = this.#player;
    const child = this.#world.processes.start({
      command,
      args,
      onStderrLine: (line) => this.#logger.warn('player', { name, line }),
    });
    this.#child = child;
    void child.ended.then((end) => {
      if (this.#child !== child) return;
      this.#child = null;
      this.#logger.error('player ended by itself', { name, end });
    });
    await this.#clock.sleep(OPENING_MS);
    return this.#child === child ? { originMonoMs: this.#clock.monoMs(), frames: 0 } : null;
  }

  async write(_atFrame: number, samples: Int16Array): Promise<boolean> {
    const child = this.#child;
    if (!child) return false;
    const done = new AbortController();
    const stuck = this.#clock.sleep(STUCK_MS, done.signal).then((slept) => !slept);
    const written = child.write(bytesOf(samples)).then(
      () => true,
      () => false,
    );
    const isAlive = await Promise.race([written, stuck, child.ended.then(() => false)]);
    done.abort();
    if (!isAlive) {
      this.#child = null;
      child.kill();
    }
    return isAlive;
  }

  /** The card played silence by itself meanwhile; writing it now would make all that follows late. */
  async lapse(): Promise<boolean> {
    return this.#child !== null;
  }

  async takeBack(): Promise<boolean> {
    return false;
  }

  async rest(): Promise<boolean> {
    const child = this.#child;
    this.#child = null;
    if (!child) return false;
    child.endInput();
    const done = new AbortController();
    const late = this.#clock.sleep(STOPPING_MS, done.signal).then((slept) => {
      if (slept) child.kill();
    });
    await child.ended;
    done.abort();
    await late;
    return false;
  }
}
