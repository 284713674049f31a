import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { ChildProcess, Clock, ProcessEnd, Processes, ProcessSpec } from '#kernel';
import { probeCage } from './cage-probe.ts';
import { findProgram } from './find-program.ts';
import { type Cage, launchLine } from './launch-line.ts';
import { lineSplitter } from './lines.ts';

const KILL_AFTER_MS = 250;
const DRAIN_MS = 2000;

type Why = 'aborted' | 'wall' | 'idle';

/** Real child processes: each in a group of its own, bounded, drained, and gone when this program is gone. */
export function systemProcesses(clock: Clock): Processes {
  let cage: Cage | null = null;
  return {
    start(spec) {
      if (spec.signal?.aborted) return stillborn({ kind: 'killed', signal: 'SIGTERM', why: 'aborted' });
      const path = findProgram(spec.command, process.env['PATH'] ?? '');
      if (path === null) return stillborn({ kind: 'not_started', message: `${spec.command}: no such program` });
      cage ??= probeCage();
      const [shell = '', ...args] = launchLine([path, ...spec.args], cage, spec);
      try {
        const child = spawn(shell, args, { detached: true, stdio: 'pipe', env: surroundings(spec) });
        return new RunningChild(child, spec, clock);
      } catch (error) {
        return stillborn({ kind: 'not_started', message: String(error) });
      }
    },
  };
}

/** A caged program sees nothing of our environment; it may hold secrets. */
function surroundings(spec: ProcessSpec): NodeJS.ProcessEnv {
  return spec.noNetwork ? { PATH: process.env['PATH'], LC_ALL: 'C', MALLOC_ARENA_MAX: '2' } : process.env;
}

function stillborn(end: ProcessEnd): ChildProcess {
  return {
    write: () => Promise.reject(new Error('the child is gone')),
    endInput: () => {},
    kill: () => {},
    ended: Promise.resolve(end),
  };
}

class RunningChild implements ChildProcess {
  readonly ended: Promise<ProcessEnd>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #clock: Clock;
  readonly #over = new AbortController();
  #why: Why | null = null;
  #lastSignMs: number;
  #lastLine = '';

  constructor(child: ChildProcessWithoutNullStreams, spec: ProcessSpec, clock: Clock) {
    this.#child = child;
    this.#clock = clock;
    this.#lastSignMs = clock.monoMs();
    this.ended = this.#watch(spec);
  }

  write(chunk: Uint8Array): Promise<void> {
    const { stdin } = this.#child;
    return new Promise((resolve, reject) => {
      if (this.#over.signal.aborted || !stdin.writable) return reject(new Error('the child is gone'));
      if (stdin.write(chunk)) return resolve();
      const settle = () => {
        stdin.off('drain', settle).off('close', settle);
        if (stdin.writable) resolve();
        else reject(new Error('the child is gone'));
      };
      stdin.on('drain', settle).on('close', settle);
    });
  }

  endInput(): void {
    this.#child.stdin.end();
  }

  kill(): void {
    this.#stop('aborted');
  }

  #stop(why: Why): void {
    if (this.#why !== null || this.#over.signal.aborted) return;
    this.#why = why;
    this.#signalGroup('SIGTERM');
    void this.#clock.sleep(KILL_AFTER_MS, this.#over.signal).then((late) => {
      if (late) this.#signalGroup('SIGKILL');
    });
  }

  #signalGroup(signal: 'SIGTERM' | 'SIGKILL'): void {
    try {
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, signal);
    } catch {
      // The group is gone already, which is what was wanted.
    }
  }

  #watch(spec: ProcessSpec): Promise<ProcessEnd> {
    const child = this.#child;
    const lines = lineSplitter((line) => {
      this.#lastLine = line;
      spec.onStderrLine?.(line);
    });
    child.stdin.on('error', () => {}); // a child that closes its input early is not a fault of ours
    child.stdout
      .on('error', () => {})
      .on('data', (chunk: Uint8Array) => {
        this.#lastSignMs = this.#clock.monoMs();
        spec.onStdout?.(chunk);
      });
    child.stderr
      .on('error', () => {})
      .on('data', (chunk: Uint8Array) => {
        this.#lastSignMs = this.#clock.monoMs();
        lines.push(chunk);
      });
    const onAbort = () => this.#stop('aborted');
    spec.signal?.addEventListener('abort', onAbort, { once: true });
    void this.#guardWall(spec.limits?.wallMs);
    void this.#guardIdle(spec.limits?.idleMs);

    return new Promise((resolve) => {
      const settle = (end: ProcessEnd) => {
        spec.signal?.removeEventListener('abort', onAbort);
        this.#over.abort();
        resolve(end);
      };
      child.on('error', (error) => {
        if (child.pid === undefined) settle({ kind: 'not_started', message: error.message });
      });
      child.on('exit', () => {
        // What it left behind in its group would hold the pipes open and outlive us.
        this.#signalGroup('SIGKILL');
        void this.#clock.sleep(DRAIN_MS, this.#over.signal).then((late) => {
          if (late) for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy();
        });
      });
      child.on('close', (code, signal) => {
        lines.end();
        settle(this.#endOf(code, signal));
      });
    });
  }

  #endOf(code: number | null, signal: NodeJS.Signals | null): ProcessEnd {
    if (this.#why !== null) return { kind: 'killed', signal: signal ?? 'SIGTERM', why: this.#why };
    if (signal !== null) return { kind: 'killed', signal, why: 'outside' };
    // The cage itself can fail later than the probe (namespaces used up); that says nothing about the program.
    const cageFailed = code !== 0 && /^(unshare|setpriv|nice): /.test(this.#lastLine);
    if (cageFailed) return { kind: 'not_started', message: this.#lastLine };
    return { kind: 'exited', code: code ?? 1 };
  }

  async #guardWall(wallMs: number | undefined): Promise<void> {
    if (wallMs !== undefined && (await this.#clock.sleep(wallMs, this.#over.signal))) this.#stop('wall');
  }

  async #guardIdle(idleMs: number | undefined): Promise<void> {
    if (idleMs === undefined) return;
    for (;;) {
      const leftMs = this.#lastSignMs + idleMs - this.#clock.monoMs();
      if (leftMs <= 0) return this.#stop('idle');
      if (!(await this.#clock.sleep(leftMs, this.#over.signal))) return;
    }
  }
}
