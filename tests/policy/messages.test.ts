/**
 * Every kind of message on every socket, from everybody: role × relation of the place × kind at the microphone, and who
 * knocks × kind at the speakers’ link. Nothing of a console travels over a socket.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerEndpoint } from '#endpoint';
import { isStationError } from '#kernel';
import { newKeyPair, type SpeakerMessage, signText, speakerMessage } from '#link';
import type { Visitor } from '#people';
import { putZone } from '#place';
import { admitMicrophone } from '../../src/http/live-routes.ts';
import { MICROPHONE_WORDS } from '../../src/live/microphone.ts';
import type { Door } from '../unit/http/door.ts';
import { scriptedEncoder } from '../unit/live/studio.ts';
import { type Actor, addActors } from './actors.ts';
import { KNOCKERS, type Knocker, OVER_THE_LINK, OVER_THE_MICROPHONE, TALKS } from './messages.ts';
import { RELATIONS, type Relation } from './policy.ts';
import { buildScene, type Stand } from './scene.ts';

let door: Door;
let stands: Record<Relation, Stand>;
let actors: Actor[];
let visitors: Map<string, Visitor>;

beforeAll(async () => {
  ({ door, stands } = await buildScene({ encoders: scriptedEncoder() }));
  ({ actors, visitors } = await addActors(door, stands.own.areaId));
});
afterAll(() => door.close());

test('the tables know every message of the schemas', () => {
  const named = (schema: { options: ReadonlyArray<{ shape: Record<string, unknown> }> }, key: string) =>
    schema.options.map(({ shape }) => (shape[key] as { value: string }).value);
  const types = named(speakerMessage, 'type');
  const report = speakerMessage.options.find(({ shape }) => (shape.type.value as string) === 'report')?.shape;
  const events = named((report as never as { report: Parameters<typeof named>[0] }).report, 'event');
  const kinds = [...types.filter((type) => type !== 'report'), ...events.map((event) => `report ${event}`)];
  expect(Object.keys(OVER_THE_LINK).sort()).toEqual(kinds.sort());
  expect(Object.keys(OVER_THE_MICROPHONE).sort()).toEqual([...Object.keys(MICROPHONE_WORDS), 'sound'].sort());
});

type Said = { refused?: string; state?: string };
const GREETING = JSON.stringify({ format: 's16le', rateHz: 16_000 });
type MicrophoneKind = keyof typeof OVER_THE_MICROPHONE;
const KINDS = Object.keys(OVER_THE_MICROPHONE) as MicrophoneKind[];

/** A page of ours asks for the microphone of a talk; null: it gets no socket at all. */
async function microphoneOf(token: string, sessionId: string, origin = 'http://tram.xa') {
  const headers = { host: 'tram.xa', origin, authorization: `Bearer ${token}` };
  const request = { headers, socket: { remoteAddress: '10.0.0.9' } };
  const serve = await admitMicrophone(door.house, request as never, sessionId, 'public' as never);
  if (typeof serve === 'string') return null;
  const told: Said[] = [];
  let isClosed = false;
  const events = serve({
    send: (text) => void told.push(JSON.parse(text)),
    close: () => {
      isClosed = true;
    },
    bufferedBytes: () => 0,
  });
  const say = (kind: MicrophoneKind) => {
    if (kind === 'sound') events.binary(new Uint8Array(640));
    else events.text(kind === 'hello' ? GREETING : JSON.stringify({ finish: true }));
  };
  return { told, say, isClosed: () => isClosed, events };
}

test('at a microphone the person who opened the talk is heard, and nobody else, whatever their rights', async () => {
  const { live } = door.house;
  const wrong: string[] = [];
  const seen = { opened: 0, refused: 0, strangers: 0 };
  for (const actor of actors) {
    const visitor = visitors.get(actor.token) as Visitor;
    for (const relation of RELATIONS) {
      for (const [level, group] of TALKS) {
        const asked = {
          ...{ level, zoneIds: [stands[relation].zoneId], note: 'Nước dâng nhanh', signalRecordingId: null },
          ...({ source: 'browser', mountId: null } as const),
        };
        const what = `${actor.name}, ${level}, ${relation}`;
        const opened = await live.open(visitor, asked).catch((error: unknown) => error);
        if (!actor.may(group, relation)) {
          seen.refused += 1;
          if (!isStationError(opened, 'RIGHT_MISSING')) wrong.push(`${what}: opened`);
          continue;
        }
        if (opened instanceof Error) {
          wrong.push(`${what}: ${opened}`);
          continue;
        }
        seen.opened += 1;
        const { session } = opened as Awaited<ReturnType<typeof live.open>>;
        const id = session.invitation.id;
        for (const other of actors.filter((one) => one !== actor)) {
          const line = await microphoneOf(other.token, id);
          for (const kind of KINDS) line?.say(kind);
          const isRefused = line?.isClosed() && line.told.length === 1 && line.told[0]?.refused === 'LIVE_NOT_YOURS';
          if (!isRefused || session.state !== 'opened') wrong.push(`${other.name} at the microphone of ${what}`);
          line?.events.closed();
          seen.strangers += 1;
        }
        for (const kind of KINDS) {
          const line = await microphoneOf(actor.token, id);
          line?.say(kind);
          const found = line?.isClosed() ? 'closed' : 'heard';
          if (found !== OVER_THE_MICROPHONE[kind].early) wrong.push(`${what}: ${kind} first is ${found}`);
          // A line that is gone before it spoke leaves the talk waiting for the next.
          if (kind !== 'hello') line?.events.closed();
        }
        await live.kill(visitor, id);
        await door.commune.clock.settle(4);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(seen.opened).toBeGreaterThan(20);
  expect(seen.refused).toBeGreaterThan(200);
  expect(seen.strangers).toBe(seen.opened * (actors.length - 1));
}, 120_000);

test('a greeted microphone is heard with every kind, and its last word ends the talk', async () => {
  const { live } = door.house;
  const boss = actors.at(-1) as Actor;
  const visitor = visitors.get(boss.token) as Visitor;
  const zoneIds = [stands.own.zoneId];
  const asked = { level: 'live_commune', zoneIds, note: null, signalRecordingId: null } as const;
  for (const kind of KINDS.filter((one) => one !== 'hello')) {
    const { session } = await live.open(visitor, { ...asked, source: 'browser', mountId: null });
    const line = await microphoneOf(boss.token, session.invitation.id);
    line?.say('hello');
    line?.say(kind);
    expect(line?.told.filter(({ refused }) => refused !== undefined)).toEqual([]);
    if (kind === 'finish') expect(session.facts.endReason).toBe('finished');
    await live.kill(visitor, session.invitation.id).catch(() => undefined);
    await door.commune.clock.settle(4);
  }
});

test('no socket at all for a page of others, or without a session', async () => {
  const boss = actors.at(-1) as Actor;
  const asked = { zoneIds: [stands.own.zoneId], note: null, signalRecordingId: null, mountId: null } as const;
  const visitor = visitors.get(boss.token) as Visitor;
  const { session } = await door.house.live.open(visitor, { ...asked, level: 'live_commune', source: 'browser' });
  const { id } = session.invitation;
  expect(await microphoneOf(boss.token, id, 'http://other.example')).toBe(null);
  expect(await microphoneOf('x'.repeat(32), id)).toBe(null);
  expect(await microphoneOf(boss.token, id)).not.toBe(null);
  await door.house.live.kill(visitor, id);
});

/** The first account asks. */
const ask = (method: string, path: string, body?: unknown) =>
  door.ask(method, path, body, { authorization: `Bearer ${actors.at(-1)?.token}` });

interface Speaker {
  readonly id: string;
  readonly privatePem: string;
}

async function claimed(name: string): Promise<Speaker> {
  const { store, world } = door.house;
  const asked = { name, areaId: null, protocol: 'link', gainDb: 0, leadInMs: 0 } as const;
  const { endpoint, claimCode } = await store.transact((tx) => registerEndpoint(tx, world, asked));
  const keys = newKeyPair();
  const claim = { code: claimCode, publicKey: keys.publicKey };
  const { status } = await ask('POST', '/link/v1/claim', claim);
  expect(status).toBe(200);
  return { id: endpoint.id, privatePem: keys.privatePem };
}

test('at the speakers’ link only who proved itself is heard, and only for itself', async () => {
  const { link, store } = door.house;
  const [mine, theirs, old] = [await claimed('Loa A'), await claimed('Loa B'), await claimed('Loa cũ')];
  const settle = () => door.commune.clock.settle(6);
  expect((await ask('DELETE', `/api/v1/endpoints/${old.id}`)).status).toBeLessThan(300);
  const zone = { name: 'Hai loa', areaId: null, endpointIds: [mine.id, theirs.id] };
  const { id: zoneId } = await store.transact((tx) => putZone(tx, door.house.world, zone));
  const { bulletinId, now } = stands.own;
  const heardThere = { zoneIds: [zoneId], confirmUnusual: true, bulletinId, startAt: now + 3_000_000 };
  const { body: broadcast, status } = await ask('POST', '/api/v1/broadcasts', heardThere);
  expect(status).toBe(201);
  const broadcastId = broadcast.id as string;
  const deliveries = (endpointId: string) =>
    store.db.selectFrom('deliveries').selectAll().where('endpoint_id', '=', endpointId).execute();
  const before = JSON.stringify(await deliveries(theirs.id));
  const mayCommand = link.mayCommand.bind(link);

  const knock = () => {
    const told: Array<{ type: string; nonce?: string; seq?: number }> = [];
    let isClosed = false;
    const events = link.accept({
      send: (frame) => void told.push(JSON.parse(typeof frame === 'string' ? frame : Buffer.from(frame).toString())),
      close: () => {
        isClosed = true;
      },
      bufferedBytes: () => 0,
    });
    const say = async (message: SpeakerMessage) => {
      events.text(JSON.stringify(message));
      await settle();
    };
    const hello = (who: string, pem: string): SpeakerMessage => ({
      ...({ type: 'hello', endpointId: who, agentVersion: '1', begun: [], epoch: 0 } as const),
      signature: signText(pem, 'hello', told[0]?.nonce ?? ''),
    });
    return { told, say, hello, isClosed: () => isClosed, events };
  };
  const own = newKeyPair().privatePem;
  const helloOf: Record<Knocker, readonly [string, string]> = {
    'a stranger': ['end_nobody', own],
    'a thief who knows the id of a speaker': [mine.id, own],
    'a speaker that was retired': [old.id, old.privatePem],
    'a claimed speaker that has not said who it is': [mine.id, mine.privatePem],
    'a claimed speaker that was let in': [mine.id, mine.privatePem],
    'a claimed speaker at a station that may not command': [mine.id, mine.privatePem],
  };
  const at = now - 1000;
  const reports = {
    placed: { event: 'placed', broadcastId },
    place_failed: { event: 'place_failed', broadcastId, reason: 'damaged' },
    started: { event: 'started', broadcastId, startedAt: at },
    progress: { event: 'progress', broadcastId, renderedMs: 5 },
    ended: { event: 'ended', broadcastId, startedAt: at, endedAt: now, renderedMs: 5, reason: 'interrupted' },
  } as const;
  const wrong: string[] = [];
  let count = 0;
  for (const [kind, row] of Object.entries(OVER_THE_LINK)) {
    for (const [column, knocker] of KNOCKERS.entries()) {
      const line = knock();
      const [who, pem] = helloOf[knocker];
      const isIn = knocker === 'a claimed speaker that was let in';
      link.mayCommand = () => knocker !== 'a claimed speaker at a station that may not command' && mayCommand();
      if (isIn) await line.say(line.hello(who, pem));
      const already = line.told.length;
      const message: SpeakerMessage =
        kind === 'hello'
          ? line.hello(who, pem)
          : kind === 'time'
            ? { type: 'time', monoMs: 1 }
            : kind === 'heartbeat'
              ? {
                  ...({
                    type: 'heartbeat',
                    playing: 'brc_x',
                    freeBytes: 1,
                    clockOffsetMs: 0,
                    clockErrorMs: 0,
                  } as const),
                  sink: 'test',
                }
              : {
                  ...({ type: 'report', seq: kind === 'report progress' ? 0 : 7 } as const),
                  report: reports[kind.slice(7) as keyof typeof reports],
                };
      await line.say(message);
      const told = line.told.slice(already);
      const took =
        told.some(({ type }) => type === (kind === 'time' ? 'time' : 'ack')) ||
        (kind === 'heartbeat' && link.playingOn(mine.id) === 'brc_x') ||
        (kind === 'report progress' && isIn && !line.isClosed());
      const isWelcome = told.some(({ type }) => type === 'welcome');
      const found = line.isClosed() ? 'closed' : isWelcome ? 'let in' : took ? 'heard' : 'nothing';
      if (found !== row[column]) wrong.push(`${kind} from ${knocker}: ${found}, not ${row[column]}`);
      // Nobody learns anything before they are in.
      if (!isIn && !isWelcome && told.length > 0)
        wrong.push(`${kind} from ${knocker} was told ${JSON.stringify(told)}`);
      line.events.closed();
      await settle();
      count += 1;
    }
  }
  link.mayCommand = mayCommand;
  expect(wrong).toEqual([]);
  expect(count).toBe(Object.keys(OVER_THE_LINK).length * KNOCKERS.length);
  // What one speaker said of a broadcast is not said of the other, who hears it too.
  expect(JSON.stringify(await deliveries(theirs.id))).toBe(before);
  expect((await deliveries(mine.id)).length).toBeGreaterThan(0);
  expect(JSON.stringify(await deliveries(mine.id)).replaceAll(mine.id, theirs.id)).not.toBe(before);
}, 60_000);
