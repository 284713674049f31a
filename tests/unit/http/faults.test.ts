/** Faults over the API: who knows of them, their tickets, and the list as a file. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerEndpoint } from '#endpoint';
import { openFault } from '#fault';
import { type Door, openDoor } from './door.ts';

let door: Door;
let endpointId = '';
let faultId = '';
let now = 0;
const DAY = 86_400_000;
const ticket = { cause: 'Đứt dây điện', costVnd: 1_250_000, contractor: 'Điện lực Mù Cang', funding: 'Ngân sách xã' };
const ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  door.ask(method, `/api/v1/faults${path}`, body, headers);

beforeAll(async () => {
  door = await openDoor();
  const { store, world } = door.house;
  const asked = { name: 'Loa =Đông', areaId: null, protocol: 'link', gainDb: 0, leadInMs: 0 } as const;
  endpointId = (await registerEndpoint(store.db, world, asked)).endpoint.id;
  now = world.clock.wallMs();
  const found = { endpointId, kind: 'unreachable', sinceAt: now - 2 * DAY, toldBy: null, what: '' } as const;
  faultId = (await openFault(store.db, world, found)).id;
});
afterAll(() => door.close());

test('who knew of it first stays written', async () => {
  expect((await ask('GET', '?state=open')).body).toMatchObject([
    { id: faultId, endpointName: 'Loa =Đông', daysOut: 2, acknowledgedAt: null, ticket: null },
  ]);
  const first = await ask('POST', `/${faultId}/acknowledge`, {});
  expect(first).toMatchObject({ status: 200, body: { acknowledgedAt: now } });
  await door.commune.clock.advance(1000);
  expect((await ask('POST', `/${faultId}/acknowledge`, {})).body.acknowledgedAt).toBe(now);
});

test('a ticket is written anew, and what stood there is kept', async () => {
  const [seen] = (await ask('GET', '')).body;
  const mark = { 'if-match': `"${seen.mark}"` };
  expect(await ask('PUT', `/${faultId}/ticket`, ticket, mark)).toMatchObject({ status: 200, body: { ticket } });
  const stale = await ask('PUT', `/${faultId}/ticket`, { ...ticket, costVnd: 0 }, mark);
  expect(stale).toMatchObject({ status: 412, body: { code: 'CHANGED_MEANWHILE' } });
  const repaired = { ...ticket, costVnd: 1_500_000, repairedAt: now - DAY };
  expect((await ask('PUT', `/${faultId}/ticket`, repaired)).body).toMatchObject({ ticket: repaired, daysOut: 1 });
  const { tickets } = (await ask('GET', `/${faultId}`)).body;
  expect(tickets.map((one: { costVnd: number }) => one.costVnd)).toEqual([1_250_000, 1_500_000]);
});

test.each([
  ['an end before the beginning', { repairedAt: 1 }, 'body.repairedAt'],
  ['an end ahead', { repairedAt: 9_999_999_999_999 }, 'body.repairedAt'],
  ['a beginning ahead', { sinceAt: 9_999_999_999_999 }, 'body.sinceAt'],
  ['money owed', { costVnd: -1 }, 'body.costVnd'],
])('a ticket with %s is refused', async (_, wrong, field) => {
  const { status, body } = await ask('PUT', `/${faultId}/ticket`, { ...ticket, ...wrong });
  expect({ status, field: body.field ?? body.detail.vi }).toMatchObject({ status: 400 });
  expect(JSON.stringify(body)).toContain(field);
});

test('the file holds exactly what the list shows, and a spreadsheet runs nothing of it', async () => {
  const { body, headers } = await ask('GET', '.csv?state=open');
  expect(headers.get('content-type')).toContain('text/csv');
  const [head, ...lines] = body.trimEnd().split('\r\n');
  expect(head).toContain('Chi phí (đồng)');
  expect(lines).toHaveLength((await ask('GET', '?state=open')).body.length);
  expect(lines[0]).toContain('Mất liên lạc');
  expect(lines[0]).toContain('1500000,Điện lực Mù Cang,Ngân sách xã');
  expect((await ask('GET', '.csv?state=closed')).body.trimEnd().split('\r\n')).toHaveLength(1);
});

test('one fault at a time; what a person told of is closed by a person', async () => {
  const told = await ask('POST', '', { endpointId, what: 'Loa rè' });
  expect(told).toMatchObject({ status: 201, body: { id: faultId, kind: 'unreachable' } });
  expect((await ask('POST', `/${faultId}/close`, {})).body).toMatchObject({ closedBecause: 'person' });
  const another = await ask('POST', '', { endpointId, what: 'Loa rè' });
  expect(another.body).toMatchObject({ kind: 'told', what: 'Loa rè', closedAt: null });
  expect(another.body.acknowledgedAt).not.toBe(null);
  expect((await ask('GET', `?endpointId=${endpointId}`)).body).toHaveLength(2);
  expect((await ask('POST', '/flt_none/acknowledge', {})).status).toBe(404);
  expect((await ask('POST', '', { endpointId: 'end_none', what: 'Loa rè' })).status).toBe(404);
});
