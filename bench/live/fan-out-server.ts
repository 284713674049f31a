/** A child of the live-fan-out bench: the real door of a station, and a feed with a frame every 24 ms. */
import { setTimeout as wait } from 'node:timers/promises';
import { readSettings } from '#config';
import { FanOut } from '#delivery';
import { Feed, FRAME_MS } from '#feed';
import { openServer } from '#http';
import { buildStation } from '#station';
import { openStore } from '#store';
import { openRealWire, realWorld } from '#system';
import { FakeCopies } from '../../tests/support/fake-copies.ts';
import { sharedMs } from '../fan-out/lines.ts';
import { stampedFrame } from './stamp.ts';

const [folder = '', lumpMs = '', phases = ''] = process.argv.slice(2);
const world = { ...realWorld(), logger: { info() {}, warn() {}, error: console.error } };
const store = openStore(':memory:');
const settings = readSettings({ LOAXA_DATA: folder, LOAXA_SCHEDULES: folder, LOAXA_HOST: '127.0.0.1' });
const fetch = async () => ({ failed: 'unreachable' }) as const;
const { house } = await buildStation({
  world,
  settings,
  store,
  ffmpeg: null,
  version: 'bench',
  fetch,
  openWire: openRealWire(),
  makeCopy: new FakeCopies(() => world.files).make,
});
const { feeds, link } = house;
const fanOut = new FanOut({ world, feeds, lumpMs: Number(lumpMs), phases: Number(phases) });
await fanOut.start();
// Ten thousand speakers that have joined would want ten thousand sockets more: here the key itself says who it is.
const door = { accept: link.accept.bind(link), holderOf: (token: string) => token } as typeof link;
const { port } = await openServer({ ...house, link: door, fanOut }, '/nowhere', '127.0.0.1', 0);
const feed = new Feed({ id: 'bench', clock: world.clock, delayMs: 1_200 });
feeds.open(feed);

process.on('disconnect', () => process.exit(0));
process.on('message', async () => {
  for (let turn = 0; turn < 3; turn += 1) {
    await globalThis.gc?.({ type: 'major', execution: 'async', flavor: 'last-resort' });
    await wait(50);
  }
  process.send?.({ listeners: fanOut.listeners('bench'), heapBytes: process.memoryUsage().heapUsed });
});
process.send?.({ port });
const startedMs = sharedMs();
for (let frame = 1; ; frame += 1) {
  await wait(Math.max(0, startedMs + frame * FRAME_MS - sharedMs()));
  feed.push(stampedFrame(sharedMs()));
}
