/** Live sound from the mouth to the loudspeaker: a real encoder, the real door of a station, real agents. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { DELAY_MS, LiveRoom, liveBroadcast } from '../support/live-room.ts';
import { until } from '../support/real-station.ts';

const room = new LiveRoom();
const EVERY_MS = 1_500;
const SPOKEN_MS = 9_000;
let spokenAt: number[] = [];

beforeAll(async () => {
  await room.open();
  await room.addAgents(3);
  spokenAt = await room.speak(liveBroadcast('brc_voice', Date.now(), 60_000), SPOKEN_MS, EVERY_MS);
  await until('all to be silent again', 15_000, () => room.agents.every((agent) => agent.status()?.playing === null));
  await new Promise((resolve) => setTimeout(resolve, 1_200));
}, 60_000);
afterAll(() => room.close());

describe('every loudspeaker', () => {
  test('sounds every burst once, 1.2 s after it was spoken', async () => {
    for (const n of room.agents.keys()) {
      const { bursts } = await room.heard(n);
      const delays = bursts.map((at, i) => at - (spokenAt[i] ?? 0));
      console.log(`agent ${n}: spoken to heard ${delays.map((ms) => ms.toFixed(1)).join(', ')} ms`);
      expect(bursts).toHaveLength(spokenAt.length);
      for (const delayMs of delays) expect(Math.abs(delayMs - DELAY_MS)).toBeLessThan(300);
      // What belongs together stays together: the source is not slower or faster at its end.
      expect(Math.max(...delays) - Math.min(...delays)).toBeLessThan(25);
    }
  });

  test('sounds together with the others', async () => {
    const all = await Promise.all([...room.agents.keys()].map((n) => room.heard(n)));
    for (const i of spokenAt.keys()) {
      const at = all.map(({ bursts }) => bursts[i] ?? Number.NaN);
      expect(Math.max(...at) - Math.min(...at)).toBeLessThan(20);
    }
  });

  test('is as loud at the end as at the beginning, and neither clips', async () => {
    const { loudest, peak } = await room.heard(0);
    expect(peak).toBeLessThan(0.75);
    expect(Math.max(...loudest) / Math.min(...loudest)).toBeLessThan(1.3);
  });
});

describe('the door', () => {
  const answerTo = (path: string, headers: Record<string, string>) =>
    new Promise<number>((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${room.port}${path}`, { headers });
      socket.on('unexpected-response', (_request, response) => {
        resolve(response.statusCode ?? 0);
        socket.terminate();
      });
      socket.on('open', () => {
        resolve(101);
        socket.terminate();
      });
      socket.on('error', () => undefined);
    });

  test('lets only joined speakers listen, and no browser', async () => {
    const stranger = { authorization: `Bearer ${'a'.repeat(43)}` };
    expect(await answerTo('/link/v1/stream/voice', {})).toBe(403);
    expect(await answerTo('/link/v1/stream/voice', stranger)).toBe(403);
    expect(await answerTo('/link/v1/stream/voice', { ...stranger, origin: 'http://x' })).toBe(404);
    expect(await answerTo('/link/v1/stream/../voice', stranger)).toBe(404);
    expect(await answerTo(`/link/v1/stream/${'x'.repeat(65)}`, stranger)).toBe(404);
  });
});
