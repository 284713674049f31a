/** A test of one loudspeaker, and who took it up. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPEN_RULES } from '#gate';
import { approveFramesIn } from '../../support/approval.ts';
import { type Door, openDoor } from './door.ts';

let door: Door;
let chime = '';
let unapproved = '';

beforeAll(async () => {
  door = await openDoor();
  const { commune } = door;
  await commune.addVillages(['Thôn Đông', 'Thôn Tây']);
  await commune.powerAllOn();
  chime = await commune.addRecording({ title: 'Nhạc hiệu', durationMs: 6000 });
  unapproved = await commune.addRecording({ title: 'Lạ', durationMs: 6000 });
  const long = await commune.addRecording({ title: 'Dài', durationMs: 31_000 });
  for (const [at, openingChimeId] of [chime, unapproved, long].entries()) {
    const programme = { name: `Chương trình ${at}`, openingChimeId };
    expect((await door.ask('POST', '/api/v1/programmes', programme)).status).toBe(201);
  }
  await approveFramesIn(commune, [chime, long]);
  await door.house.approvals.settle();
});
afterAll(() => door.close());

const village = (at: number) => door.commune.villages[at]?.endpointId ?? '';
const play = (id: string, recordingId = chime) => door.ask('POST', `/api/v1/endpoints/${id}/test`, { recordingId });

test('only what is approved and short may be played', async () => {
  const { body } = await door.ask('GET', '/api/v1/test-sounds');
  expect(body).toEqual([{ recordingId: chime, title: 'Nhạc hiệu', durationMs: 6000 }]);
  expect(await play(village(0), unapproved)).toMatchObject({ status: 409, body: { code: 'TEST_SOUND' } });
  expect((await play('end_none')).status).toBe(404);
});

test('it sounds at that one loudspeaker alone, and stands in the log', async () => {
  const { commune } = door;
  const before = commune.villages.map(({ heard }) => heard.length);
  expect(await play(village(0))).toMatchObject({ status: 201, body: { durationMs: 6000 } });
  await commune.clock.advance(60_000);
  expect(commune.villages.map(({ heard }, at) => heard.length - (before[at] ?? 0))).toEqual([1, 0]);
  const [line] = await commune.log();
  expect(line).toMatchObject({ title: 'Thử loa: Thôn Đông', state: 'played', evidence: 'E2', renderedMs: 6000 });
});

test('outside the hours it is refused in words, and nothing sounds', async () => {
  const { commune } = door;
  await commune.setRules({ ...OPEN_RULES, windows: [{ name: 'Chiều', from: '17:00', to: '18:00' }] });
  const before = commune.villages.map(({ heard }) => heard.length);
  const refused = await play(village(0));
  expect(refused).toMatchObject({ status: 422, body: { code: 'GATE_CLOSED' } });
  expect(refused.body.detail.vi).toContain('17:00');
  await commune.clock.advance(5 * 60_000);
  expect(commune.villages.map(({ heard }) => heard.length)).toEqual(before);
  await commune.setRules(OPEN_RULES);
});

test('at an hour that nobody is used to it is refused, and nobody can confirm it', async () => {
  const { commune } = door;
  const bulletinId = await commune.addBulletin({ title: 'Tin chiều', durationMs: 5000 });
  const rule = { title: 'Chiều', bulletinId, zoneIds: [commune.zoneId], pattern: { every: 'daily', times: ['17:00'] } };
  expect((await door.ask('POST', '/api/v1/rules', { ...rule, confirmUnusual: true })).status).toBe(201);
  // What was heard in the first minutes of this day made its hour a known one: another village was silent.
  expect(await play(village(1))).toMatchObject({ status: 409, body: { code: 'TEST_HOUR' } });
});

test('it is written down which device took an endpoint up, once for each', async () => {
  const { code, id } = await (async () => {
    const added = await door.ask('POST', '/api/v1/endpoints', { name: 'Mới' });
    return { code: added.body.claimCode as string, id: added.body.endpoint.id as string };
  })();
  const claim = (publicKey: string, by = code) => door.ask('POST', '/link/v1/claim', { code: by, publicKey });
  const keys = ['A', 'B'].map((letter) => Buffer.alloc(32, letter).toString('base64url'));
  const first = await claim(keys[0] ?? '');
  // The answer was lost: the same device asks again.
  const again = await claim(keys[0] ?? '');
  expect([first.status, again.status]).toEqual([200, 200]);
  const renewed = (await door.ask('POST', `/api/v1/endpoints/${id}/claim-code`)).body.claimCode;
  expect((await claim(keys[1] ?? '', renewed)).status).toBe(200);
  const { body } = await door.ask('GET', `/api/v1/endpoints/${id}/claims`);
  expect(body.map((one: { publicKey: string }) => one.publicKey)).toEqual(keys.toReversed());
});
