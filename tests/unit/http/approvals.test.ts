/** Who may approve what: by the real door, with real people. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Right } from '#people';
import { approvalHandlers } from '../../../src/http/handlers/approvals.ts';
import { type Door, openDoor } from './door.ts';

type Name = 'mai' | 'binh' | 'duyet' | 'dong' | 'chu';
const VERBS: Record<Name, readonly Right['verb'][]> = {
  mai: ['read', 'edit'],
  binh: ['read', 'edit', 'approve'],
  duyet: ['read', 'approve'],
  dong: ['read', 'approve'],
  chu: ['read', 'edit', 'approve', 'approve_own'],
};
const FORM = { about: 'charity', organiser: 'Hội chữ thập đỏ', activity: 'Quyên góp áo ấm', contact: 'Bà Tư' };
let door: Door;
let programmeId = '';
let recordingId = '';
const areas = new Map<string, string>();
const visitors = new Map<Name, { owner: string; name: string; isStrong: boolean; isFresh: boolean }>();
const tokens = new Map<string, Name>();

beforeAll(async () => {
  door = await openDoor();
  const { commune, house } = door;
  await commune.addVillages(['Đông', 'Tây']);
  for (const [name, id] of commune.areaIds) areas.set(name, id);
  for (const name of Object.keys(VERBS) as Name[]) {
    const areaId = name === 'dong' ? (areas.get('Đông') ?? '') : null;
    const rights = VERBS[name].map((verb) => ({ verb, areaId }));
    const { id } = await house.store.transact((tx) => house.doorkeeper.addPerson(tx, { name, rights }, 'link'));
    visitors.set(name, { owner: id, name, isStrong: true, isFresh: true });
    tokens.set(`${'t'.repeat(30)}${name}`, name);
  }
  const known = house.doorkeeper.visitorOf.bind(house.doorkeeper);
  house.doorkeeper.visitorOf = async (token) => {
    const name = tokens.get(token ?? '');
    return name ? (visitors.get(name) ?? null) : known(token);
  };
  const bulletinId = await commune.addBulletin({ title: 'Mẫu', durationMs: 5000 });
  const all = (await door.ask('GET', '/api/v1/bulletins')).body;
  ({ programmeId, recordingId } = all.find((one: { id: string }) => one.id === bulletinId));
});
afterAll(() => door.close());

const as = (name: Name, method: string, path: string, body?: unknown) =>
  door.ask(method, `/api/v1${path}`, body, { authorization: `Bearer ${'t'.repeat(30)}${name}` });
const make = async (by: Name, more: object = {}) => {
  const body = { title: `Tin của ${by}`, programmeId, recordingId, ...more };
  return as(by, 'POST', '/bulletins', body);
};
const made = async (by: Name, more: object = {}): Promise<string> => (await make(by, more)).body.id;
const seen = async (id: string) => {
  const { sha256, title } = (await as('duyet', 'GET', `/approvals/${id}`)).body;
  return { subject: id, sha256, title };
};
const approve = async (by: Name, ...ids: string[]) => {
  const items = await Promise.all(ids.map(seen));
  return approveAs(by, items);
};
const approveAs = async (by: Name, items: ReadonlyArray<{ subject: string; sha256: string }>) => {
  const body = { items: items.map(({ subject, sha256 }) => ({ subject, sha256 })) };
  return (await as(by, 'POST', '/approvals/approve', body)).body;
};
const change = async (by: Name, id: string, more: object) => {
  const { sha256, title } = await seen(id);
  return as(by, 'PUT', `/bulletins/${id}/text`, { title, sha256, ...more });
};
const stateOf = async (id: string) => (await as('duyet', 'GET', `/approvals/${id}`)).body.standing.state;

describe('who may approve', () => {
  const OWN = 'APPROVAL_OWN';
  const NO = 'RIGHT_MISSING';
  const external = { class: 'external', form: FORM };
  test.each<[what: string, writer: Name, changer: Name | null, more: object, by: Name, refused: string | null]>([
    ['another person’s', 'mai', null, {}, 'duyet', null],
    ['his own, without the right to', 'binh', null, {}, 'binh', OWN],
    ['what he changed last', 'mai', 'binh', {}, 'binh', OWN],
    ['what he wrote and another changed', 'binh', 'mai', {}, 'binh', OWN],
    ['his own, with the right to', 'chu', null, {}, 'chu', null],
    ['what he changed last, with the right to', 'mai', 'chu', {}, 'chu', null],
    ['another person’s from outside', 'mai', null, external, 'duyet', null],
    ['his own from outside, with the right to his own', 'chu', null, external, 'chu', OWN],
    ['what he changed of a message from outside', 'mai', 'chu', external, 'chu', OWN],
    ['what is for all, with a right in one village', 'mai', null, {}, 'dong', NO],
    ['what is for his village', 'mai', null, { audience: ['Đông'] }, 'dong', null],
    ['what is for the other village', 'mai', null, { audience: ['Tây'] }, 'dong', NO],
    ['what is for his village and another', 'mai', null, { audience: ['Đông', 'Tây'] }, 'dong', NO],
  ])('%s', async (_what, writer, changer, { audience = [], ...more }: { audience?: string[] }, by, refused) => {
    const there = { ...more, audience: audience.map((name) => areas.get(name)) };
    const id = await made(writer, there);
    if (changer) expect((await change(changer, id, { ...there, text: 'sửa' })).status).toBe(200);
    const answer = await approve(by, id);
    expect(answer.refused.map((one: { code: string }) => one.code)).toEqual(refused === null ? [] : [refused]);
    expect(await stateOf(id)).toBe(refused === null ? 'approved' : 'waiting');
  });

  test.each<[Name, object, number, string]>([
    ['chu', {}, 201, 'approved'],
    ['binh', {}, 403, 'APPROVAL_OWN'],
    ['mai', {}, 403, 'RIGHT_MISSING'],
    ['chu', external, 403, 'APPROVAL_OWN'],
  ])('%s makes and approves in one (%j): %i %s', async (by, more, status, said) => {
    const before = (await door.ask('GET', '/api/v1/bulletins')).body.length;
    const answer = await make(by, { ...more, next: 'approve' });
    expect(answer.status).toBe(status);
    expect(status === 201 ? answer.body.approval.state : answer.body.code).toBe(said);
    const after = (await door.ask('GET', '/api/v1/bulletins')).body.length;
    expect(after - before).toBe(status === 201 ? 1 : 0);
  });
});

describe('approving several at once', () => {
  test('binds each to what was on the screen: what was changed, sent back or approved since is refused by name', async () => {
    const [same, text, cut, back, done, gone] = await Promise.all(Array.from({ length: 6 }, () => made('mai')));
    const ids = [same, text, cut, back, done, gone] as string[];
    const screen = await Promise.all(ids.map(seen));
    await change('mai', text as string, { text: 'khác' });
    await as('mai', 'PUT', `/bulletins/${cut}/validity`, {
      validFrom: null,
      validTo: door.commune.clock.wallMs() + 1e9,
    });
    await as('duyet', 'POST', `/approvals/${back}/send-back`, { word: 'sai giờ' });
    await approve('duyet', done as string);
    await as('mai', 'DELETE', `/bulletins/${gone}`);
    const answer = await approveAs('duyet', screen);
    expect(answer.approved).toEqual([same]);
    expect(answer.refused.map(({ subject, code }: { subject: string; code: string }) => [subject, code])).toEqual([
      [text, 'APPROVAL_CHANGED'],
      [cut, 'APPROVAL_CHANGED'],
      [back, 'APPROVAL_STATE'],
      [done, 'APPROVAL_STATE'],
      [gone, 'APPROVAL_STATE'],
    ]);
    for (const { text: words } of answer.refused) expect(words.vi).not.toMatch(/\{\w+\}/);
  });

  test('a name of a content that was never there approves nothing, and the same one twice approves it once', async () => {
    const id = await made('mai');
    const wrong = await approveAs('duyet', [{ subject: id, sha256: '0'.repeat(64) }]);
    expect(wrong).toMatchObject({ approved: [], refused: [{ code: 'APPROVAL_CHANGED' }] });
    const right = await seen(id);
    const twice = await approveAs('duyet', [right, right]);
    expect(twice).toMatchObject({ approved: [id], refused: [{ code: 'APPROVAL_STATE' }] });
  });

  test('who may approve is judged by what is there at the very moment: a change in between is not approved by its own hand', async () => {
    const { house } = door;
    const id = await made('mai');
    // What binh is going to write, and its name, which he may know beforehand.
    await change('binh', id, { text: 'lời của Bình' });
    const planned = await seen(id);
    await change('mai', id, { text: '' });
    await house.store.db.updateTable('approvals').set({ state: 'waiting' }).where('subject', '=', id).execute();
    let isBetween = true;
    const store = {
      ...house.store,
      async transact(work: Parameters<typeof house.store.transact>[0]) {
        if (isBetween) {
          isBetween = false;
          await change('binh', id, { text: 'lời của Bình' });
        }
        return house.store.transact(work);
      },
    } as typeof house.store;
    const handlers = approvalHandlers({ ...house, store });
    const visitor = visitors.get('binh') as NonNullable<ReturnType<typeof visitors.get>>;
    const items = [{ subject: id, sha256: planned.sha256 }];
    const input = { params: {}, query: {}, body: { items } } as unknown as Parameters<typeof handlers.approve>[0];
    const answer = await handlers.approve(input, { visitor, remember: async () => undefined });
    expect((await seen(id)).sha256).toBe(planned.sha256);
    expect(answer).toMatchObject({ approved: [], refused: [{ subject: id, code: 'APPROVAL_CHANGED' }] });
    expect(await stateOf(id)).toBe('waiting');
  });
});

describe('a message from outside', () => {
  const jobs = {
    about: 'jobs',
    post: 'Thợ may',
    number: 5,
    conditions: 'Biết may',
    name: 'Xưởng Hoa',
    address: 'Tổ 3',
  };
  test.each<[what: string, more: object, status: number]>([
    ['charity', { class: 'external', form: FORM }, 201],
    ['jobs with all that the rules want', { class: 'external', form: jobs }, 201],
    ['a school', { class: 'external', form: { about: 'school', school: 'A', level: 'Lớp 6', period: 'Tháng 7' } }, 201],
    [
      'local',
      { class: 'external', form: { about: 'local', organiser: 'HTX', activity: 'Hội chợ', place: 'Đình' } },
      201,
    ],
    ['no form', { class: 'external' }, 400],
    ['a form on the commune’s own', { class: 'own', form: FORM }, 400],
    ['jobs without conditions', { class: 'external', form: { ...jobs, conditions: '' } }, 400],
    ['jobs without an address', { class: 'external', form: { ...jobs, address: undefined } }, 400],
    ['no job at all', { class: 'external', form: { ...jobs, number: 0 } }, 400],
    ['advertising in one field more', { class: 'external', form: { ...jobs, slogan: 'Rẻ nhất' } }, 400],
    ['something else', { class: 'external', form: { about: 'sale', what: 'Xe máy' } }, 400],
  ])('%s: %s', async (_what, more, status) => {
    expect((await make('mai', more)).status).toBe(status);
  });
});

describe('what the card says', () => {
  const card = async (id: string, by: Name = 'duyet') => (await as(by, 'GET', `/approvals/${id}`)).body;

  test('who is waited for, by name, and since when; nobody while it is not waiting', async () => {
    const now = door.commune.clock.wallMs();
    const own = await made('binh');
    expect(await card(own)).toMatchObject({ waitsFor: ['chu', 'duyet'], waitsSince: now });
    const local = await made('mai', { audience: [areas.get('Đông')] });
    expect((await card(local)).waitsFor).toEqual(['binh', 'chu', 'dong', 'duyet']);
    const outside = await made('chu', { class: 'external', form: FORM });
    expect((await card(outside)).waitsFor).toEqual(['binh', 'duyet']);
    expect((await card(await made('chu'))).waitsFor).toEqual(['binh', 'chu', 'duyet']);
    const draft = await made('mai', { next: 'draft' });
    expect(await card(draft)).toMatchObject({ waitsFor: [], waitsSince: null });
  });

  test('what was changed since it was sent back, though it was never approved; after an approval, since that', async () => {
    const id = await made('mai', { text: 'Họp lúc bảy giờ' });
    expect(await card(id)).toMatchObject({ changes: [], changesSince: null });
    await as('duyet', 'POST', `/approvals/${id}/send-back`, { word: 'sai giờ' });
    await change('mai', id, { text: 'Họp lúc tám giờ' });
    await as('mai', 'POST', `/approvals/${id}/submit`, {});
    const text = { vi: 'lời văn', en: 'text' };
    expect(await card(id)).toMatchObject({
      changesSince: 'sent_back',
      changes: [{ what: text, before: 'Họp lúc bảy giờ', after: 'Họp lúc tám giờ' }],
    });
    await approve('duyet', id);
    expect(await card(id)).toMatchObject({ changes: [], changesSince: 'approved' });
    await change('mai', id, { text: 'Họp lúc chín giờ' });
    expect(await card(id)).toMatchObject({
      changesSince: 'approved',
      changes: [{ what: text, before: 'Họp lúc tám giờ', after: 'Họp lúc chín giờ' }],
    });
  });

  test('what people said of it, with their names; a word decides nothing', async () => {
    const id = await made('mai');
    const before = await seen(id);
    const said = await as('duyet', 'POST', `/approvals/${id}/comments`, { word: ' Họp ở đâu? ' });
    expect(said.status).toBe(200);
    await as('mai', 'POST', `/approvals/${id}/comments`, { word: 'Ở đình.' });
    const { notes, standing } = await card(id);
    const words = notes.filter((one: { event: string }) => one.event === 'comment');
    expect(words.map(({ by, word }: { by: string; word: string }) => [by, word])).toEqual([
      ['duyet', 'Họp ở đâu?'],
      ['mai', 'Ở đình.'],
    ]);
    expect([standing.state, (await seen(id)).sha256]).toEqual(['waiting', before.sha256]);
    expect((await as('mai', 'POST', `/approvals/${id}/comments`, { word: '  ' })).status).toBe(400);
  });
});
