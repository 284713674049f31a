import type { ChildProcess } from 'node:child_process';
import { hrtime } from 'node:process';

/** What the bench asks of its child processes; each question has one answer. */
export type Ask =
  | { ask: 'size' }
  | { ask: 'cpu'; ms: number }
  | { ask: 'start'; startAt: number }
  | { ask: 'join'; endpointIds: string[] }
  | { ask: 'listen'; startAt: number }
  | { ask: 'heard'; waitMs: number };

export interface Open {
  readonly port: number;
  readonly endpointIds: string[];
}
export interface Size {
  readonly rssBytes: number;
  readonly heapBytes: number;
  readonly sockets: number;
}
export interface Sent {
  readonly firstAtMs: number;
  /** Until the last `send` had returned. */
  readonly sendingMs: number;
  /** What the processor worked for it, whoever else wanted it meanwhile. */
  readonly cpuMs: number;
  /** Of the sending, how long the process stood ready while others had the cores; 0 where the system does not tell. */
  readonly waitedMs: number;
}
export interface HeardAt {
  /** When each agent had the whole frame. */
  readonly atMs: number[];
  /** How many were sent something else. */
  readonly odd: number;
}

/** A clock that all processes of this machine share. */
export const sharedMs = (): number => Number(hrtime.bigint()) / 1e6;

/** Asks a child (null: what it says by itself) and waits for its answer; a child that dies first is an error. */
export function ask<Answer>(child: ChildProcess, question: Ask | null): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onAnswer = (answer: unknown) => {
      child.off('exit', onExit);
      resolve(answer as Answer);
    };
    const onExit = (code: number | null) => {
      child.off('message', onAnswer);
      reject(new Error(`a child ended with ${code} before it answered ${question?.ask ?? 'at all'}`));
    };
    child.once('message', onAnswer);
    child.once('exit', onExit);
    if (question) child.send(question);
  });
}

export function answer(what: Open | Size | Sent | HeardAt | { tookMs: number } | { cpuMs: number }): void {
  process.send?.(what);
}
