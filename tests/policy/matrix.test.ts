/**
 * Every role, in every relation to the place, at every route: what the station answers against what the table says. The
 * disk is read-only meanwhile: whoever is let in is told so at the first write, and nothing is ever used up, so that a
 * refusal is always the door's.
 */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isStationError } from '#kernel';
import type { Visitor } from '#people';
import { type Route, type RouteName, routes } from '../../src/http/contract.ts';
import { voiceRights } from '../../src/station-rights.ts';
import type { Door } from '../unit/http/door.ts';
import { type Actor, addActors } from './actors.ts';
import { type Asked, CASES, type Case, MORE_CASES } from './cases.ts';
import { type Group, PROVED, RELATIONS, type Relation } from './policy.ts';
import { buildScene, type Stand } from './scene.ts';

let door: Door;
let stands: Record<Relation, Stand>;
let actors: Actor[];
let visitors: Map<string, Visitor>;
let spare: string;

beforeAll(async () => {
  ({ door, stands } = await buildScene());
  ({ actors, visitors, spare } = await addActors(door, stands.own.areaId));
  await sql`pragma query_only = on`.execute(door.house.store.db);
});
afterAll(() => door.close());

function urlOf(route: Route, { params, query }: Asked<RouteName>): string {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
    String((params as Record<string, unknown> | undefined)?.[key]),
  );
  const asked = new URLSearchParams(Object.entries(query ?? {}).map(([key, value]) => [key, String(value)]));
  return `${door.base}/api/v1${path}${asked.size > 0 ? `?${asked}` : ''}`;
}

async function call(
  token: string,
  name: RouteName,
  asked: Asked<RouteName>,
  more = '',
): Promise<{ status: number; code: string }> {
  const route: Route = routes[name];
  const type = route.rawBody ? 'application/octet-stream' : 'application/json';
  const response = await fetch(`${urlOf(route, asked)}${more}`, {
    method: route.method.toUpperCase(),
    headers: { authorization: `Bearer ${token}`, 'content-type': type, 'upload-offset': '0' },
    ...(route.method === 'get' ? {} : { body: asked.body === undefined ? '' : JSON.stringify(asked.body) }),
  });
  const text = await response.text();
  return { status: response.status, code: text.includes('"code"') ? String(JSON.parse(text).code) : '' };
}

/** Routes that name a thing in the address, or a place in what is sent, and are refused for the places of others. */
const BY_ID = [
  ...(['changeRights', 'changeArea', 'changeZone', 'changeEndpoint', 'renewClaimCode', 'retireEndpoint'] as const),
  ...(['removeExceptionDay', 'liftQuietSpan', 'trimRecording', 'changeProgramme', 'withdrawBulletin'] as const),
  ...(['changeValidity', 'putVersion', 'removeVersion', 'changeTemplate', 'retireTemplate', 'changeRule'] as const),
  ...(['retireRule', 'stopBroadcast', 'changeFmReceiver', 'retireFmReceiver', 'addFmReceiver'] as const),
  ...(['addInterference', 'closeInterference', 'askVillageTask', 'answerVillageTask', 'scheduleItem'] as const),
  ...([
    'declineItem',
    'answerQuestion',
    'addFault',
    'acknowledgeFault',
    'writeTicket',
    'closeFault',
    'testEndpoint',
    'moveBroadcast',
    'undoWeekCopy',
    'pinEndpoint',
  ] as const),
] satisfies readonly RouteName[];

/** Of these, what is sent names a place; elsewhere it names content, which lies in no place before it is heard. */
const PLACED: readonly RouteName[] = [
  ...(['changeRights', 'changeArea', 'changeZone', 'changeEndpoint', 'changeRule'] as const),
  ...(['changeFmReceiver', 'addFmReceiver'] as const),
];
const ASIDE = 'their id, my area in the address';

/** Not the door's words: these come from behind it. */
const DOOR = [
  'AUTH_REQUIRED',
  'RIGHT_MISSING',
  'RIGHT_FOR_SELF',
  'REQUEST_INVALID',
  'RATE_LIMITED',
  'CROSS_SITE',
  'INTERNAL',
];

test('everybody may what the table says, where it says so, and nothing else', async () => {
  const all = [...(Object.entries(CASES) as Array<[RouteName, Case]>), ...MORE_CASES];
  const wrong: string[] = [];
  const seen = { allowed: 0, denied: 0 };
  for (const actor of actors) {
    for (const [name, { group, ask, mayMiss }] of all) {
      if (group === 'without session ' || name === 'signOut') continue;
      for (const relation of ask ? RELATIONS : (['own'] as const)) {
        const may = actor.may(group, relation);
        const { status, code } = await call(actor.token, name, ask?.(stands[relation]) ?? {});
        seen[may ? 'allowed' : 'denied'] += 1;
        const isRight = may
          ? !DOOR.includes(code) && (code !== 'NOT_FOUND' || mayMiss === true || relation === 'station')
          : status === 403 && code === 'RIGHT_MISSING';
        if (!isRight) wrong.push(`${actor.name} ${may ? 'may' : 'may not'} ${name} ${relation}: ${status} ${code}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  // A matrix that looked at little would prove little.
  expect(seen.allowed).toBeGreaterThan(2500);
  expect(seen.denied).toBeGreaterThan(5000);
  // A quarter of a minute by itself; the machine may have other things to do.
}, 600_000);

test('with a second step that has lapsed everybody may what needs none, and silence needs none', async () => {
  const all = [...(Object.entries(CASES) as Array<[RouteName, Case]>), ...MORE_CASES];
  const wrong: string[] = [];
  const seen = { asked: 0, silent: 0, other: 0 };
  for (const { name, token, role, may } of actors.filter((actor) => actor.role !== null)) {
    const stale = `${token}-stale`;
    visitors.set(stale, { ...(visitors.get(token) as Visitor), isStrong: false, isFresh: false });
    for (const [route, { group, ask }] of all) {
      if (group === 'without session ' || group === 'own session     ') continue;
      const { status, code } = await call(stale, route, ask?.(stands.own) ?? {});
      const mustProve = role !== null && (PROVED[group] ?? []).includes(role);
      const expected = !may(group, 'own') ? 'RIGHT_MISSING' : mustProve ? 'SECOND_FACTOR_NEEDED' : '';
      const isRight = expected === '' ? ![...DOOR, 'SECOND_FACTOR_NEEDED'].includes(code) : code === expected;
      if (!isRight) wrong.push(`${name} ${route}: ${status} ${code}, not ${expected || 'let in'}`);
      if (expected === 'SECOND_FACTOR_NEEDED') seen.asked += 1;
      else if (expected === '' && group === 'silence         ') seen.silent += 1;
      else seen.other += 1;
    }
  }
  expect(wrong).toEqual([]);
  expect(seen.asked).toBeGreaterThan(40);
  expect(seen.silent).toBeGreaterThan(10);
  expect(seen.other).toBeGreaterThan(1000);
}, 600_000);

test('who may speak, and whom they may cut off, is asked by the live room in the same words', async () => {
  const rights = voiceRights(door.house);
  const groupOf: Record<string, Group> = {
    'speak live_commune': 'speaking        ',
    'speak live_authority': 'speaking, above ',
    'speak emergency': 'speaking, alarm ',
    'cut_off live_commune': 'cutting off     ',
    'cut_off live_authority': 'cutting off them',
    'cut_off emergency': 'cutting off them',
  };
  const wrong: string[] = [];
  let count = 0;
  for (const { name, token, may } of actors) {
    for (const relation of RELATIONS) {
      for (const [what, group] of Object.entries(groupOf)) {
        const [act, level] = what.split(' ') as ['speak' | 'cut_off', 'live_commune' | 'live_authority' | 'emergency'];
        const visitor = visitors.get(token) as Visitor;
        const asked = rights.demand(visitor, act, { level, zoneIds: [stands[relation].zoneId] });
        const code = await asked.then(
          () => '',
          (error: unknown) => (isStationError(error) ? error.code : String(error)),
        );
        if (code !== (may(group, relation) ? '' : 'RIGHT_MISSING')) wrong.push(`${name} ${what} ${relation}: ${code}`);
        count += 1;
      }
    }
  }
  // Cutting somebody off is silence: it never waits for a code.
  const authority = actors.find(({ role }) => role === 'authority') as Actor;
  const stale = { ...(visitors.get(authority.token) as Visitor), isStrong: false, isFresh: false };
  const alarm = { level: 'emergency', zoneIds: [stands.own.zoneId] } as const;
  await rights.demand(stale, 'cut_off', alarm);
  await expect(rights.demand(stale, 'speak', alarm)).rejects.toMatchObject({ code: 'SECOND_FACTOR_NEEDED' });
  expect(wrong).toEqual([]);
  expect(count).toBe(actors.length * RELATIONS.length * 6);
});

test('fields that nobody asked for are refused, whoever sends them', async () => {
  const wrong: string[] = [];
  let count = 0;
  for (const [name, { ask }] of Object.entries(CASES) as Array<[RouteName, Case]>) {
    const asked = ask?.(stands.own);
    if (!asked || typeof asked.body !== 'object' || (routes[name] as Route).rawBody) continue;
    for (const extra of [
      { role: 'administrator' },
      { areaIdOverride: null },
      { status: 'approved' },
      { owner: 'link' },
    ]) {
      const { status, code } = await call(spare, name, { ...asked, body: { ...(asked.body as object), ...extra } });
      if (code !== 'REQUEST_INVALID') wrong.push(`${name} ${Object.keys(extra)}: ${status} ${code}`);
      count += 1;
    }
  }
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(160);
});

test('a thing of another place is not reached by naming one’s own beside it', async () => {
  const token = actors.find(({ name }) => name === 'culture_officer, own area')?.token ?? '';
  const people = actors.find(({ name }) => name === 'administrator, own area')?.token ?? '';
  const { own, sibling } = stands;
  const wrong: string[] = [];
  let count = 0;
  for (const name of BY_ID) {
    const { ask } = CASES[name] as Case;
    const [mine, theirs] = [ask?.(own) ?? {}, ask?.(sibling) ?? {}];
    const query = `?areaId=${own.areaId}&area_id=${own.areaId}&id=${own.endpointId}`;
    const asker = name === 'changeRights' ? people : token;
    const swaps: Array<[string, Asked<RouteName>, string]> = [
      ['their id, my body', { ...mine, ...(theirs.params ? { params: theirs.params } : {}) }, ''],
      ...(PLACED.includes(name) ? [['my id, their body', { ...theirs, params: mine.params }, ''] as never] : []),
      [ASIDE, theirs, query],
    ];
    for (const [what, asked, more] of swaps) {
      const isOnlyMine = JSON.stringify(asked) === JSON.stringify(mine);
      if (isOnlyMine) continue;
      const { status, code } = await call(asker, name, asked, more);
      count += 1;
      const isRefused = code === 'RIGHT_MISSING' || (what === ASIDE && code === 'REQUEST_INVALID');
      if (!isRefused) wrong.push(`${name}, ${what}: ${status} ${code}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(45);
});
