import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { isSigned } from '#link';
import { actOf, checkpointsOf, KEYS, openLog, rowsOf, START } from './scene.ts';

const DAY_MS = 86_400_000;
const digest = (text: string) => createHash('sha256').update(text).digest('hex');

test('every entry carries the hash of the one before, and its own is over all of it', async () => {
  const { log, store } = await openLog();
  for (let number = 1; number <= 5; number += 1) await log.record(actOf(number));
  const rows = await rowsOf(store);
  expect(rows.map((row) => row.seq)).toEqual([1, 2, 3, 4, 5]);
  let before = '0'.repeat(64);
  for (const { body, hash } of rows) {
    expect(JSON.parse(body)).toMatchObject({ prev: before, at: START, what: 'addArea' });
    expect(digest(body)).toBe(hash);
    before = hash;
  }
  await log.stop();
});

test('entries that come at once stand in the order in which they came', async () => {
  const { log, store } = await openLog();
  await Promise.all(Array.from({ length: 450 }, (_, number) => log.record(actOf(number))));
  const ids = (await rowsOf(store)).map((row) => JSON.parse(row.body).on.id);
  expect(ids).toEqual(Array.from({ length: 450 }, (_, number) => `are_${number}`));
  await log.stop();
});

test('a checkpoint is signed each minute in which something came, and counts what came', async () => {
  const { log, store, clock } = await openLog({ epoch: 7 });
  for (let number = 1; number <= 3; number += 1) await log.record(actOf(number));
  await clock.advance(76_000);
  await clock.advance(10 * 60_000);
  await log.record(actOf(4));
  await clock.advance(76_000);
  await log.stop();
  const checkpoints = (await checkpointsOf(store)).map((row) => JSON.parse(row.body));
  const rows = await rowsOf(store);
  expect(checkpoints).toMatchObject([
    { number: 1, seq: 3, entries: 3, epoch: 7, prev: '0'.repeat(64), head: rows[2]?.hash },
    { number: 2, seq: 4, entries: 1, epoch: 7, head: rows[3]?.hash },
  ]);
  const [first] = await checkpointsOf(store);
  expect(checkpoints[1].prev).toBe(digest(first?.body ?? ''));
  for (const { signature, ...said } of checkpoints) {
    const text = JSON.stringify(Object.fromEntries(Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1))));
    expect(isSigned(KEYS.publicKey, 'checkpoint', text, signature)).toBe(true);
  }
});

test('rows are never changed, replaced or removed, not even by whoever says that they are old', async () => {
  const { log, store } = await openLog();
  await log.record(actOf(1));
  await log.record(actOf(2));
  await log.sign();
  const refused = /append-only|no checkpoint/;
  for (const statement of [
    sql`update audit_entries set body = '{}'`,
    sql`delete from audit_entries`,
    sql`insert or replace into audit_entries (seq, body, hash) values (1, '{"at":1,"what":"x","outcome":"ok"}', '')`,
    sql`update audit_checkpoints set seq = 1`,
    sql`delete from audit_checkpoints`,
    sql`insert or replace into audit_checkpoints values (1, 1, 1, '', '')`,
    sql`insert into audit_removals values (1, 2)`,
    sql`insert into audit_removals values (2, 2)`,
    sql`insert into audit_removals values (2, 9)`,
  ])
    await expect(statement.execute(store.db), JSON.stringify(statement.toOperationNode())).rejects.toThrow(refused);
  expect(await rowsOf(store)).toHaveLength(2);
  await log.stop();
});

test.each<[string, string[]]>([
  ['an edited entry', [`update audit_entries set body = replace(body, 'addArea', 'stop') where seq = 6`]],
  ['an entry with its hash made anew', [`update audit_entries set hash = 'ff' where seq = 5`]],
  ['a removed entry', ['delete from audit_entries where seq = 5']],
  ['a removed end of what was signed', ['delete from audit_entries where seq >= 3']],
  ['an edited entry that was signed', [`update audit_entries set body = replace(body, '10.0.0.7', 'x') where seq = 3`]],
  ['a body that is no JSON', [`update audit_entries set body = json_set(body, '$.prev', '') where seq = 5`]],
  ['an edited checkpoint', [`update audit_checkpoints set body = replace(body, '"entries":3', '"entries":2')`]],
])('at the next start %s is found and told, and the station goes on', async (_what, statements) => {
  const first = await openLog();
  const { store, clock } = first;
  for (let number = 1; number <= 3; number += 1) await first.log.record(actOf(number));
  await first.log.sign();
  for (let number = 4; number <= 6; number += 1) await first.log.record(actOf(number));
  // The machine dies here: nothing more is signed.
  for (const kind of ['no_update', 'no_delete', 'no_replace'])
    for (const table of ['audit_entries', 'audit_checkpoints'])
      await sql.raw(`drop trigger ${table}_${kind}`).execute(store.db);
  for (const statement of statements) await sql.raw(statement).execute(store.db);

  const next = await openLog({ store, clock });
  expect(next.errors).toEqual(['THE AUDIT LOG WAS TAMPERED WITH OR DAMAGED']);
  expect(next.log.standing().broken?.seq).toBeGreaterThan(2);
  expect(await next.log.record(actOf(7))).toBe(true);
  const whats = (await rowsOf(store)).map((row) => JSON.parse(row.body).what);
  expect(whats.slice(-2)).toEqual(['chainBroken', 'addArea']);
  await next.log.stop();
  // It stays told, though the newest stretch is sound.
  const third = await openLog({ store, clock });
  expect(third.log.standing().broken?.foundAt).toBe(START);
  await third.log.stop();
});

test('an untouched log is found sound at each start', async () => {
  const { store, clock, log } = await openLog();
  await log.record(actOf(1));
  await log.stop();
  const next = await openLog({ store, clock, epoch: 2 });
  await next.log.record(actOf(2));
  const third = await openLog({ store, clock, epoch: 3 });
  expect([next.errors, third.errors, third.log.standing().broken]).toEqual([[], [], null]);
  await next.log.stop();
});

test('on a full disk entries wait in memory, nobody waits for them, and they are written when there is room', async () => {
  const { log, store, clock, errors } = await openLog();
  await log.record(actOf(1));
  await sql.raw('pragma max_page_count = 1').execute(store.db);
  const long = { detail: { name: 'x'.repeat(3000), title: Array.from({ length: 12 }, () => 'y'.repeat(250)) } };
  const written = await Promise.all(Array.from({ length: 40 }, (_, number) => log.record(actOf(number, long))));
  expect(written).toContain(false);
  const waiting = log.standing().waiting;
  expect(waiting).toBeGreaterThan(0);
  expect(log.standing().problem?.vi).toContain('Ổ đĩa đã đầy');
  expect(errors).toHaveLength(1);
  await sql.raw('pragma max_page_count = 100000').execute(store.db);
  await clock.advance(30_000);
  expect(log.standing()).toMatchObject({ waiting: 0, problem: null });
  const rows = (await rowsOf(store)).map((row) => JSON.parse(row.body));
  expect(rows).toHaveLength(41);
  expect(rows.at(-1)).toMatchObject({ at: START, lateMs: 15_000 });
  await log.stop();
});

test('what found no room in memory either is counted, and the count is an entry', async () => {
  const { log, store, clock } = await openLog();
  await log.record(actOf(1));
  await sql.raw('pragma max_page_count = 1').execute(store.db);
  for (let number = 0; number < 6000; number += 1) log.note(actOf(number));
  await log.flush();
  const { waiting, lost } = log.standing();
  expect(lost).toBeGreaterThan(500);
  expect(waiting).toBeLessThanOrEqual(5000);
  await sql.raw('pragma max_page_count = 1000000').execute(store.db);
  await clock.advance(15_000);
  expect(log.standing()).toMatchObject({ waiting: 0, lost: 0 });
  const rows = (await rowsOf(store)).map((row) => JSON.parse(row.body));
  expect(rows.filter((row) => row.what === 'entriesLost').map((row) => row.detail.count)).toEqual([lost]);
  await log.stop();
});

test('a flood of refused strangers leaves a bounded number of entries, and none of them is forgotten', async () => {
  const { log, store, clock } = await openLog();
  const refused = { what: 'signIn', who: { kind: 'nobody', id: null, name: null }, outcome: 'AUTH_WRONG' } as const;
  for (let minute = 0; minute < 60; minute += 1) {
    for (let number = 0; number < 200; number += 1) await log.refused({ ...refused, from: `10.0.${minute}.${number}` });
    await clock.advance(60_000);
  }
  await log.stop();
  const rows = (await rowsOf(store)).map((row) => JSON.parse(row.body));
  expect(rows.length).toBeLessThan(60 + 200 + 62);
  const single = rows.filter((row) => row.what === 'signIn').length;
  const summed = rows.filter((row) => row.what === 'strangersRefused').map((row) => row.detail.count);
  expect(single + summed.reduce((sum: number, one: number) => sum + one, 0)).toBe(60 * 200);
});

test('what people write is bounded, and no half letters are kept', async () => {
  const { log, store } = await openLog();
  const name = `${'Đ'.repeat(1000)}\ud83d`;
  const body = { name, title: '\ud800x', list: Array.from({ length: 500 }, () => 'a') };
  await log.record(actOf(1, { detail: body, from: 'f'.repeat(9999) }));
  await log.record(actOf(2, { detail: { name: Array.from({ length: 90 }, () => 'x'.repeat(299)) } }));
  const [one, two] = (await rowsOf(store)).map((row) => JSON.parse(row.body));
  expect(one.detail).toEqual({
    name: `${'Đ'.repeat(300)}…`,
    title: '\ufffdx',
    list: Array.from({ length: 100 }, () => 'a'),
  });
  expect(one.from).toHaveLength(301);
  expect(two.detail.tooLong).toBeGreaterThan(4000);
  await log.stop();
});

test('what is older than was set goes as whole stretches, says so, and the rest hangs on the checkpoint that stays', async () => {
  const { log, store, clock } = await openLog({ keepMonths: 1 });
  for (let day = 0; day < 40; day += 1) {
    await log.record(actOf(day));
    await clock.advance(DAY_MS);
  }
  await log.stop();
  const rows = (await rowsOf(store)).map((row) => JSON.parse(row.body));
  const removals = rows.filter((row) => row.what === 'removeOldEntries');
  expect(removals.length).toBeGreaterThan(0);
  const last = removals.at(-1);
  expect(rows[0].seq).toBe(last.on.toSeq + 1);
  expect(rows[0].at).toBeGreaterThan(clock.wallMs() - 33 * DAY_MS);
  const [anchor] = await checkpointsOf(store);
  expect(anchor).toMatchObject({ number: last.on.checkpoint, seq: last.on.toSeq, hash: last.detail.checkpointHash });
  expect(rows[0].prev).toBe(JSON.parse(anchor?.body ?? '').head);
});

test('a clock that is set far ahead empties no log in a day', async () => {
  const { log, store, clock } = await openLog({ keepMonths: 1 });
  for (let day = 0; day < 120; day += 1) {
    await log.record(actOf(day));
    clock.jumpWall(DAY_MS);
    await log.sign();
  }
  clock.jumpWall(3650 * DAY_MS);
  await clock.advance(90_000);
  const left = (await rowsOf(store)).filter((row) => JSON.parse(row.body).what === 'addArea').length;
  expect(left).toBeGreaterThan(85);
  expect(left).toBeLessThan(120);
  await log.stop();
});
