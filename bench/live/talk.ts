import type { ChildProcess } from 'node:child_process';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Asks a child and waits for its next word; null: what it says by itself. A child that dies first is an error. */
export function askChild<Answer>(child: ChildProcess, question: object | null): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onAnswer = (answer: unknown) => {
      child.off('exit', onExit);
      resolve(answer as Answer);
    };
    const onExit = (code: number | null) => {
      child.off('message', onAnswer);
      reject(new Error(`a child ended with ${code} before it answered ${JSON.stringify(question)}`));
    };
    child.once('message', onAnswer);
    child.once('exit', onExit);
    if (question) child.send(question);
  });
}

/** Keeps a process, with all its threads, on one core; false where that cannot be done. */
export function pin(pid: number | undefined, core: number): boolean {
  return pid !== undefined && spawnSync('taskset', ['-acp', String(core), String(pid)]).status === 0;
}

const TICKS_A_SECOND = 100;

/** What a process has worked since it began, in seconds of a core, and how much memory it holds. Linux. */
export function costOf(pid: number): { cpuSeconds: number; bytes: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND, bytes: pages * 4096 };
}
