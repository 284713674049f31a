/** Whatever is open ends within five seconds when its right is gone, also when nobody rings the bell. */
import { once } from 'node:events';
import { request as ask } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { findEndpoint, registerEndpoint, retireEndpoint } from '#endpoint';
import { type House, openServer, type WebServer } from '#http';
import type { Right } from '#people';
import { type Door, openDoor } from './door.ts';

const PASSWORD = 'mưa nắng là việc của trời';
const FM_STATION = 'fms_1';
const TOKEN = 'T'.repeat(43);
let door: Door;
let server: WebServer;
let base = '';
let fmKey = 'F'.repeat(43);
let speakerId = '';
const joined = new Set<string>();
let uploadArrived: () => void = () => undefined;

beforeAll(async () => {
  door = await openDoor();
  const { house, commune } = door;
  const make = { clock: commune.clock, random: commune.random };
  const speaker = { name: 'Cụm loa', areaId: null, protocol: 'link', gainDb: 0, leadInMs: 0 } as const;
  speakerId = (await registerEndpoint(house.store.db, make, speaker)).endpoint.id;
  await house.store.db.updateTable('endpoints').set({ public_key: 'K1' }).where('id', '=', speakerId).execute();
  joined.add(speakerId);
  // Rooms that would need a whole evening to be brought so far; what is looked at is the door.
  const stubs = {
    fm: { ...house.fm, keyOf: (id: string) => (id === FM_STATION ? fmKey : null), joinMount: () => () => undefined },
    link: {
      holderOf: (token: string) => (token === TOKEN ? speakerId : null),
      joinedIds: () => [...joined],
      dismiss: (id: string) => void joined.delete(id),
      accept: house.link.accept.bind(house.link),
    },
    media: Object.assign(Object.create(house.media), {
      async append(_id: string, _offset: number, bytes: AsyncIterable<Uint8Array>) {
        for await (const _piece of bytes) uploadArrived();
        throw new Error('nobody sends it to its end');
      },
    }),
    fanOut: { accept: () => ({ closed: () => undefined }) },
    live: {
      rightsChanged: async () => undefined,
      microphone: async () => () => ({ text: () => undefined, binary: () => undefined, closed: () => undefined }),
    },
  };
  server = await openServer({ ...house, ...stubs } as unknown as House, '/nowhere', '127.0.0.1', 0);
  base = `http://127.0.0.1:${server.port}`;
});
afterAll(async () => {
  await server.stop();
  await door.close();
});

async function personWith(name: string, rights: readonly Right[]) {
  const { store, doorkeeper } = door.house;
  const { id, token } = await store.transact((tx) => doorkeeper.addPerson(tx, { name, rights }, 'link'));
  return { id, session: (await doorkeeper.acceptInvite(token, PASSWORD)).session };
}

/** Opens an answer that goes on; `over` resolves when it is cut. */
async function pull(path: string, headers: Record<string, string> = {}) {
  const asked = ask(`${base}${path}`, { headers });
  asked.end();
  const [response] = await once(asked, 'response');
  let isOpen = true;
  const over = new Promise<void>((resolve) => {
    const end = () => {
      isOpen = false;
      resolve();
    };
    response.on('close', end).on('error', end);
  });
  response.resume();
  return { status: response.statusCode as number, over, isOpen: () => isOpen };
}

async function socket(path: string, headers: Record<string, string>) {
  const line = new WebSocket(`${base.replace('http', 'ws')}${path}`, { headers });
  line.on('error', () => undefined);
  await once(line, 'open');
  return { over: once(line, 'close'), isOpen: () => line.readyState === WebSocket.OPEN };
}

const LOOK_MS = 3000;
/** A round of the book, of virtual time; it ends nothing that still may. */
const aRound = () => door.commune.clock.advance(LOOK_MS);

const newStream = async () => {
  const { store } = door.house;
  const asked = { name: 'Loa HTTP', areaId: null, protocol: 'http', gainDb: 0, leadInMs: 0 } as const;
  const { endpoint } = await registerEndpoint(store.db, { ...door.commune, clock: door.commune.clock }, asked);
  return { id: endpoint.id, path: `/stream/${endpoint.id}.mp3?key=${endpoint.streamKey}` };
};

test('the stream of a loudspeaker that is taken out of use', async () => {
  const { id, path } = await newStream();
  const stream = await pull(path);
  await aRound();
  expect([stream.status, stream.isOpen()]).toEqual([200, true]);
  await retireEndpoint(door.house.store.db, door.commune.clock, id);
  await aRound();
  await stream.over;
});

test('the computer at a transmitter, when its key was renewed', async () => {
  const mount = await pull(`/fm/${FM_STATION}/audio.mp3?key=${fmKey}`);
  await aRound();
  expect([mount.status, mount.isOpen()]).toEqual([200, true]);
  fmKey = 'G'.repeat(43);
  await aRound();
  await mount.over;
});

describe('a speaker that is claimed by another one', () => {
  test('its live sound ends, and the bell is enough', async () => {
    const { store, bell } = door.house;
    const lumps = await socket('/link/v1/stream/liv_1', { authorization: `Bearer ${TOKEN}` });
    await bell.ring(null);
    expect(lumps.isOpen()).toBe(true);
    await store.db.updateTable('endpoints').set({ public_key: 'K2' }).where('id', '=', speakerId).execute();
    await bell.ring(null);
    await lumps.over;
  });

  test('out of use: its live sound and its link end in a round', async () => {
    const lumps = await socket('/link/v1/stream/liv_1', { authorization: `Bearer ${TOKEN}` });
    await aRound();
    expect([lumps.isOpen(), joined.has(speakerId)]).toEqual([true, true]);
    await retireEndpoint(door.house.store.db, door.commune.clock, speakerId);
    expect((await findEndpoint(door.house.store.db, speakerId))?.publicKey).toBeNull();
    await aRound();
    await lumps.over;
    expect(joined.has(speakerId)).toBe(false);
  });
});

test('a microphone whose person signed out, or whose session is over', async () => {
  const { session } = await personWith('Người nói', [{ verb: 'live', areaId: null }]);
  const headers = { cookie: `loaxa_session=${session}`, origin: base, host: base.slice('http://'.length) };
  const line = await socket('/api/v1/live/sessions/liv_1/microphone', headers);
  await aRound();
  expect(line.isOpen()).toBe(true);
  await door.house.doorkeeper.signOut(session);
  await aRound();
  await line.over;
});

/** Begins to send a recording and stops in the middle; `isGone` says that the station broke it off without an answer. */
async function sendHalf(authorization: string) {
  const arrived = new Promise<void>((resolve) => {
    uploadArrived = resolve;
  });
  const sending = ask(`${base}/api/v1/uploads/upl_1`, {
    method: 'PUT',
    headers: { authorization, 'upload-offset': '0', 'content-type': 'application/octet-stream' },
  });
  let end = 'open';
  const over = new Promise<string>((resolve) => {
    const settle = (how: string) => {
      if (end === 'open') end = how;
      resolve(end);
    };
    sending.on('response', () => settle('answered')).on('error', () => settle('cut'));
  });
  sending.write(Buffer.alloc(10_000));
  await arrived;
  return { over, end: () => end };
}

test.each([
  ['rights', (id: string) => door.house.store.transact((tx) => door.house.doorkeeper.setRights(tx, id, [], 'link'))],
  ['account', (id: string) => door.house.store.transact((tx) => door.house.doorkeeper.removePerson(tx, id))],
])('an upload that is on its way, when its person lost: %s', async (what, lose) => {
  const { id, session } = await personWith(`Người gửi ${what}`, [{ verb: 'edit', areaId: null }]);
  const upload = await sendHalf(`Bearer ${session}`);
  await aRound();
  expect(upload.end()).toBe('open');
  await lose(id);
  await aRound();
  expect(await upload.over).toBe('cut');
});

test('an upload by a program whose key is revoked', async () => {
  const rights = [{ verb: 'edit', areaId: null }] as const;
  const { session } = await personWith('Chủ khóa', rights);
  const visitor = await door.house.doorkeeper.visitorOf(session);
  if (!visitor) throw new Error('nobody is signed in');
  const { key, secret } = await door.house.keys.make(visitor, { name: 'K', rights, days: 1, emergencySystem: null });
  const upload = await sendHalf(`Bearer ${secret}`);
  await aRound();
  expect(upload.end()).toBe('open');
  await door.house.keys.revoke(key.id, null);
  await aRound();
  expect(await upload.over).toBe('cut');
});
