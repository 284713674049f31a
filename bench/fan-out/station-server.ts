/** A child of the fan-out bench: a real station on a database in memory, with the speakers that will call. */
import type { Broadcast } from '#broadcast';
import { readSettings } from '#config';
import { registerEndpoint } from '#endpoint';
import { openServer } from '#http';
import { buildStation } from '#station';
import { openStore } from '#store';
import { openRealWire, realWorld } from '#system';
import { FakeCopies } from '../../tests/support/fake-copies.ts';
import { serveAsks } from './serve.ts';

const [agents = '', publicKey = '', folder = ''] = process.argv.slice(2);
const world = { ...realWorld(), logger: { info() {}, warn() {}, error: console.error } };
const store = openStore(':memory:');
const settings = readSettings({ LOAXA_DATA: folder, LOAXA_SCHEDULES: folder, LOAXA_HOST: '127.0.0.1' });
const fetch = async () => ({ failed: 'unreachable' }) as const;
const station = await buildStation({
  world,
  settings,
  store,
  ffmpeg: null,
  version: 'bench',
  fetch,
  openWire: openRealWire(),
  makeCopy: new FakeCopies(() => world.files).make,
});
const { link } = station.house;

const endpointIds: string[] = [];
await store.transact(async (tx) => {
  for (let n = 0; n < Number(agents); n += 1) {
    const asked = { name: `Cụm loa ${n}`, areaId: null, protocol: 'link', gainDb: 0, leadInMs: 0 } as const;
    endpointIds.push((await registerEndpoint(tx, world, asked)).endpoint.id);
  }
  await tx.updateTable('endpoints').set({ public_key: publicKey }).execute();
});
const { port } = await openServer(station.house, '/nowhere', '127.0.0.1', 0);
await station.start();

/** An order names a broadcast and says when; nothing else of the broadcast is looked at. */
const broadcast = { id: 'brc_0000000000000000000000000', notAfter: 0 } as Broadcast;

serveAsks({
  port,
  endpointIds,
  sockets: () => endpointIds.filter((id) => link.isReachable(id)).length,
  start(startAt) {
    link.order(broadcast, endpointIds, startAt);
  },
});
