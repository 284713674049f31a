import { readFileSync } from 'node:fs';
import { type Ask, answer, sharedMs } from './lines.ts';

interface Served {
  readonly port: number;
  readonly endpointIds: string[];
  sockets(): number;
  /** Sends one start to everybody. */
  start(startAt: number): void;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Answers the bench until it lets go. */
export function serveAsks({ port, endpointIds, sockets, start }: Served): void {
  process.on('message', (question: Ask) => {
    if (question.ask === 'size') void size().then(answer);
    if (question.ask === 'cpu') void cpu(question.ms).then(answer);
    if (question.ask === 'start') {
      const before = process.cpuUsage();
      const waitedBefore = waitedMs();
      const firstAtMs = sharedMs();
      start(question.startAt);
      const sendingMs = sharedMs() - firstAtMs;
      answer({ firstAtMs, sendingMs, cpuMs: cpuSince(before), waitedMs: waitedMs() - waitedBefore });
    }
  });
  process.on('disconnect', () => process.exit(0));
  answer({ port, endpointIds });

  async function size() {
    for (let turn = 0; turn < 5; turn += 1) {
      await globalThis.gc?.({ type: 'major', execution: 'async', flavor: 'last-resort' });
      await sleep(100);
    }
    const { rss, heapUsed } = process.memoryUsage();
    return { rssBytes: rss, heapBytes: heapUsed, sockets: sockets() };
  }

  async function cpu(ms: number) {
    const before = process.cpuUsage();
    await sleep(ms);
    return { cpuMs: cpuSince(before) };
  }
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** How long this process has stood in line for a core since it began (Linux: schedstat, second number). */
function waitedMs(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}
