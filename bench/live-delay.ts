import { fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { registerEndpoint } from '#endpoint';
import { newKeyPair } from '#link';
import { LiveRoom, liveBroadcast } from '../tests/support/live-room.ts';
import type { ListenersHeard } from './live/listeners.ts';
import { askChild } from './live/talk.ts';
import { type Measured, quantile, spread } from './measured.ts';

const SILENT_AGAIN_MS = 20_000;
const EVERY_MS = 1_500;

/**
 * From the mouth to the ear: bursts of a tone are pushed at known instants into a real encoder and heard in the WAV files
 * of real agents, each with a decoder of its own, while others only listen. Sizes may be given by LIVE_AGENTS,
 * LIVE_LISTENERS (in all) and LIVE_SECONDS.
 */
export async function liveDelayBench(): Promise<Measured[]> {
  const agents = Number(process.env['LIVE_AGENTS'] ?? '20');
  const listeners = Number(process.env['LIVE_LISTENERS'] ?? '200');
  const seconds = Number(process.env['LIVE_SECONDS'] ?? '60');
  const room = new LiveRoom();
  await room.open();
  const broadcast = liveBroadcast('brc_bench', Date.now(), 3_600_000);
  const keys = newKeyPair();
  const args = [String(room.port), `stream-of-${broadcast.id}`, keys.privatePem];
  const crowd = fork(join(import.meta.dirname, 'live', 'listeners.ts'), args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  try {
    await room.addAgents(agents);
    const silent = await addSilent(room, listeners - agents, keys.publicKey);
    await askChild(crowd, { join: silent });
    const spokenAt = await room.speak({ ...broadcast, plannedAt: Date.now() }, seconds * 1_000, EVERY_MS);
    for (let ms = 0; ms < SILENT_AGAIN_MS && room.agents.some((one) => one.status()?.playing); ms += 100)
      await wait(100);
    await wait(1_200);
    const heard = await Promise.all(room.agents.map((_, n) => room.heard(n)));
    const crowdHeard = await askChild<ListenersHeard>(crowd, { tell: true });
    return figures(
      spokenAt,
      heard.map(({ bursts }) => bursts),
      crowdHeard,
      silent.length,
    );
  } finally {
    if (crowd.connected) crowd.disconnect();
    await room.close();
  }
}

async function addSilent({ house, world }: LiveRoom, count: number, publicKey: string): Promise<string[]> {
  return house.store.transact(async (tx) => {
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1) {
      const asked = { name: `Người nghe ${n}`, areaId: null, protocol: 'link', gainDb: 0, leadInMs: 0 } as const;
      ids.push((await registerEndpoint(tx, world, asked)).endpoint.id);
    }
    await tx.updateTable('endpoints').set({ public_key: publicKey }).where('public_key', 'is', null).execute();
    return ids;
  });
}

function figures(spokenAt: number[], heard: number[][], crowd: ListenersHeard, silent: number): Measured[] {
  const near = (bursts: number[], at: number) => bursts.find((one) => one >= at && one - at < EVERY_MS) ?? Number.NaN;
  const rows = spokenAt.map((at) => heard.map((bursts) => near(bursts, at) - at));
  const delays = rows.flat().filter((ms) => !Number.isNaN(ms));
  const missed = rows.flat().length - delays.length;
  const skews = rows.map((row) => Math.max(...row) - Math.min(...row)).filter((ms) => !Number.isNaN(ms));
  const note = `${heard.length} agents with decoders and WAV files, ${silent} that only listen, ${spokenAt.length} bursts, ${missed} missed`;
  return [
    { name: 'mouth to ear p99', value: quantile(delays, 0.99), unit: 'ms', note: `${note}; ${spread(delays)}` },
    { name: 'skew of the agents p99', value: quantile(skews, 0.99), unit: 'ms', note: spread(skews, 2) },
    {
      name: 'lump ahead of its sound, least',
      value: Math.min(...crowd.aheadMs),
      unit: 'ms',
      note: `of ${crowd.lumps} lumps to those that only listen: ${spread(crowd.aheadMs)}; ${crowd.refused} refused`,
    },
  ];
}
