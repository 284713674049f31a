import { expect, it } from 'vitest';
import { DEFAULT_RULES, type GateRules, OPEN_RULES } from '#gate';
import type { Delivered } from '#inbox';
import { instantOf } from '#kernel';
import { Commune } from '../support/commune.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const at = (time: string) => instantOf('2026-11-23', time, ZONE) ?? Number.NaN;
const SECOND = 1000;
const PROVINCE = { id: 'acc_tinh', name: 'Sở' };
const LAN = { id: 'acc_lan', name: 'Lan' };

async function commune(rules: GateRules = OPEN_RULES) {
  const day = new Commune({ wallMs: at('04:00'), rules });
  await day.start();
  await day.addVillages(['Thôn Đông', 'Bản Nà Phặc']);
  await day.powerAllOn();
  const { house } = day.station ?? {};
  if (!house) throw new Error('the station is down');
  return { day, house };
}

/** An item whose recording was sent before. */
async function item(day: Commune, title: string, more: Partial<Delivered> = {}): Promise<Delivered> {
  await day.addBulletin({ title, durationMs: 20 * SECOND });
  const row = await day.store.db.selectFrom('recordings').select('id').where('title', '=', title).executeTakeFirst();
  return {
    ...{ class: 'thong_thuong', title, source: 'Sở TT&TT', externalId: null, recordingId: row?.id ?? '' },
    ...{ zoneIds: [day.zoneId], areaIds: [], validTo: null, note: null, reason: null, ...more },
  };
}

/** What each ear heard, as [title, seconds after `from`, seconds of sound]. */
async function heard(day: Commune, from: number) {
  const rows = await day.store.db.selectFrom('broadcasts').select(['id', 'title']).execute();
  const titles = new Map(rows.map((row) => [row.id, row.title]));
  const whole = (ms: number) => Math.round(ms / SECOND);
  return day.villages.map((village) =>
    village.heard.map((one) => [
      titles.get(one.broadcastId),
      whole(one.startAt - from),
      whole(one.endAt - one.startAt),
    ]),
  );
}
const everywhere = (...plays: unknown[]) => [plays, plays];

it('an ordinary item never plays by itself; scheduled by a person, it does', async () => {
  const { day, house } = await commune();
  const given = await house.inbox.receive(await item(day, 'Phòng cháy rừng'), PROVINCE);
  expect(given.state).toBe('waiting');
  await day.ask(await day.addBulletin({ title: 'Tin sáng', durationMs: 10 * SECOND }), at('05:00'));
  await day.clock.advanceTo(at('12:00'));
  expect(await heard(day, at('05:00'))).toEqual(everywhere(['Tin sáng', 0, 10]));
  const [programme] = await day.store.db.selectFrom('programmes').select('id').execute();
  const how = { programmeId: programme?.id ?? '', zoneIds: [], startAt: at('17:00'), pattern: null };
  const scheduled = await house.inbox.schedule(given.id, how, LAN);
  expect(scheduled).toMatchObject({ state: 'scheduled', decidedBy: LAN.id });
  await day.clock.advanceTo(at('18:00'));
  expect((await heard(day, at('17:00')))[0]?.at(-1)).toEqual(['Phòng cháy rừng', 0, 20]);
  await expect(house.inbox.decline(given.id, 'không hợp', LAN)).rejects.toMatchObject({ code: 'INBOX_DECIDED' });
});

it('an ordinary item is played by a rule, declined, or lapses when nobody took it up in time', async () => {
  const { day, house } = await commune();
  const ruled = await house.inbox.receive(await item(day, 'Vệ sinh môi trường'), PROVINCE);
  const refused = await house.inbox.receive(await item(day, 'Hội chợ'), PROVINCE);
  const late = await house.inbox.receive(await item(day, 'Lịch thi', { validTo: at('05:30') }), PROVINCE);
  const [programme] = await day.store.db.selectFrom('programmes').select('id').execute();
  const pattern = { every: 'daily', times: ['06:00'] };
  const how = { programmeId: programme?.id ?? '', zoneIds: [], startAt: null, pattern };
  expect((await house.inbox.schedule(ruled.id, how, LAN)).state).toBe('scheduled');
  expect(await house.inbox.decline(refused.id, 'đã qua ngày', LAN)).toMatchObject({
    state: 'declined',
    decision: 'đã qua ngày',
  });
  await day.clock.advanceTo(at('07:00'));
  expect(await heard(day, at('06:00'))).toEqual(everywhere(['Vệ sinh môi trường', 0, 20]));
  expect((await house.inbox.find(late.id)).state).toBe('lapsed');
  await expect(house.inbox.schedule(late.id, how, LAN)).rejects.toMatchObject({ code: 'INBOX_DECIDED' });
});

it('a priority item stands at the front of the next programme', async () => {
  const { day, house } = await commune();
  await day.ask(await day.addBulletin({ title: 'Tin sáng', durationMs: 30 * SECOND }), at('05:00'));
  const placed = await house.inbox.receive(await item(day, 'Dịch tả lợn', { class: 'uu_tien' }), PROVINCE);
  expect(placed.state).toBe('placed');
  await day.clock.advanceTo(at('05:10'));
  expect(await heard(day, at('05:00'))).toEqual(everywhere(['Dịch tả lợn', 0, 20], ['Tin sáng', 20, 30]));
  await expect(house.inbox.decline(placed.id, 'không muốn', LAN)).rejects.toMatchObject({ code: 'INBOX_DECIDED' });
});

it('without a programme a priority item waits for the gate, and is refused when that does not open in time', async () => {
  const { day, house } = await commune(DEFAULT_RULES);
  const placed = await house.inbox.receive(await item(day, 'Dịch tả lợn', { class: 'uu_tien' }), PROVINCE);
  expect(placed.state).toBe('placed');
  const soon = await item(day, 'Gấp', { class: 'uu_tien', validTo: at('04:45') });
  await expect(house.inbox.receive(soon, PROVINCE)).rejects.toMatchObject({ code: 'INBOX_NO_TIME' });
  await day.clock.advanceTo(at('06:00'));
  expect(await heard(day, at('05:00'))).toEqual(everywhere(['Dịch tả lợn', 0, 20]));
});

it('an urgent item interrupts at once', async () => {
  const { day, house } = await commune();
  await day.ask(await day.addBulletin({ title: 'Tin sáng', durationMs: 60 * SECOND }), at('05:00'));
  const urgent = await item(day, 'Vỡ đập', { class: 'khan_cap', reason: 'Đập Nà Cang vỡ', externalId: 'KC-1' });
  await day.clock.advanceTo(at('05:00') + 20 * SECOND);
  const sent = await house.inbox.receive(urgent, PROVINCE);
  expect(sent).toMatchObject({ state: 'sent', decision: 'Đập Nà Cang vỡ' });
  await day.clock.advanceTo(at('05:05'));
  for (const ear of await heard(day, at('05:00'))) {
    expect(ear.map(([title]) => title)).toEqual(['Tin sáng', 'Vỡ đập', 'Tin sáng']);
    expect(ear[1]?.[1]).toBeLessThan(25);
  }
  const [alert] = await house.alerts.list(1);
  expect(alert).toMatchObject({ title: 'Vỡ đập', broadcastId: sent.broadcastId, sender: PROVINCE });
  expect((await day.log()).find((line) => line.title === 'Vỡ đập')?.origin).toBe('authority');
  // The province sends it again because its own line was cut: nobody is woken twice.
  expect((await house.inbox.receive(urgent, PROVINCE)).id).toBe(sent.id);
  await day.clock.advanceTo(at('05:10'));
  for (const ear of await heard(day, at('05:00'))) expect(ear).toHaveLength(3);
});

/** The commune's own priority broadcast and one from above, both for five o'clock. */
async function tie() {
  const { day, house } = await commune();
  const own = await day.ask(
    await day.addBulletin({ title: 'Của xã', durationMs: 30 * SECOND }),
    at('05:00'),
    'priority',
  );
  await day.ask(await day.addBulletin({ title: 'Tin sáng', durationMs: 10 * SECOND }), at('05:00'));
  // What is accepted in one and the same millisecond has no first.
  await day.clock.advance(1);
  const placed = await house.inbox.receive(await item(day, 'Của tỉnh', { class: 'uu_tien' }), PROVINCE);
  const [question] = await house.inbox.questions(10);
  return { day, house, own, above: placed.broadcastId ?? '', question };
}

it('a tie that nobody answers: who was accepted first goes first, and the question says so', async () => {
  const { day, house, own, above, question } = await tie();
  expect(question).toMatchObject({ broadcastA: above, broadcastB: own, state: 'open', answerBy: at('05:00') - 5000 });
  await day.clock.advanceTo(at('05:10'));
  const order = [
    ['Của xã', 0, 30],
    ['Của tỉnh', 30, 20],
    ['Tin sáng', 50, 10],
  ] as const;
  expect(await heard(day, at('05:00'))).toEqual(everywhere(...order));
  expect((await house.inbox.questions(10))[0]).toMatchObject({
    state: 'lapsed',
    firstBroadcast: own,
    answeredBy: null,
  });
  await expect(house.inbox.answer(question?.id ?? '', above, LAN)).rejects.toMatchObject({ code: 'QUESTION_CLOSED' });
});

it('a tie that is answered goes as the person says', async () => {
  const { day, house, own, above, question } = await tie();
  await expect(house.inbox.answer(question?.id ?? '', 'brc_other', LAN)).rejects.toMatchObject({
    code: 'REQUEST_INVALID',
  });
  await house.inbox.answer(question?.id ?? '', above, LAN);
  expect((await house.inbox.questions(10))[0]).toMatchObject({
    state: 'answered',
    firstBroadcast: above,
    answeredBy: LAN.id,
  });
  await expect(house.inbox.answer(question?.id ?? '', own, LAN)).rejects.toMatchObject({ code: 'QUESTION_CLOSED' });
  await day.clock.advanceTo(at('05:10'));
  const order = [
    ['Của tỉnh', 0, 20],
    ['Của xã', 20, 30],
    ['Tin sáng', 50, 10],
  ] as const;
  expect(await heard(day, at('05:00'))).toEqual(everywhere(...order));
});

it('an answer that comes less than five seconds before air time is too late', async () => {
  const { day, house, above, question } = await tie();
  await day.clock.advanceTo(at('05:00') - 5000);
  await expect(house.inbox.answer(question?.id ?? '', above, LAN)).rejects.toMatchObject({ code: 'QUESTION_CLOSED' });
});

it('a priority broadcast that the commune makes later is asked about too; its time holds when it goes first', async () => {
  const { day, house } = await commune();
  await day.ask(await day.addBulletin({ title: 'Tin sáng', durationMs: 10 * SECOND }), at('05:00'));
  await house.inbox.receive(await item(day, 'Của tỉnh', { class: 'uu_tien' }), PROVINCE);
  const bulletinId = await day.addBulletin({ title: 'Của xã', durationMs: 30 * SECOND });
  const own = await day.ask(bulletinId, at('05:00') + 10 * SECOND, 'priority');
  await day.clock.advance(5 * SECOND);
  const [question] = await house.inbox.questions(10);
  expect(question).toMatchObject({ broadcastB: own, state: 'open' });
  await house.inbox.answer(question?.id ?? '', own, LAN);
  await day.clock.advanceTo(at('05:10'));
  const order = [
    ['Tin sáng', 0, 10],
    ['Của xã', 10, 30],
    ['Của tỉnh', 40, 20],
  ] as const;
  expect(await heard(day, at('05:00'))).toEqual(everywhere(...order));
  expect(await house.inbox.questions(10)).toHaveLength(1);
});
