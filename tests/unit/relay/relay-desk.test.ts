import { afterEach, describe, expect, test } from 'vitest';
import { FRAME_MS } from '#feed';
import type { Upcoming } from '#relay';
import { Air, counting, FALLBACK_MARK, radio, START } from './air.ts';

const MINUTE = 60_000;
let air: Air;

afterEach(async () => {
  await air.stop();
  expect([air.children, air.sockets, air.clock.sleepers], 'children, sockets and sleepers left behind').toEqual([
    0, 0, 0,
  ]);
  expect(air.errors).toEqual([]);
  await air.store.close();
});

const programme = (streamId: string, fromMs: number, toMs: number, broadcastId = 'brc_1'): Upcoming => {
  return { broadcastId, streamId, fromAt: START + fromMs, toAt: START + toMs };
};

/** Marks that sound between two times after the opening of the feed. */
const between = (fromMs: number, toMs: number) =>
  air.heard.filter(({ frame }) => frame * FRAME_MS >= fromMs && frame * FRAME_MS < toMs).map((one) => one.mark);
const kinds = (marks: number[]) => [
  ...new Set(marks.map((mark) => (mark === FALLBACK_MARK ? 'fallback' : mark === 0 ? 'silence' : 'source'))),
];

test('a source is tried five minutes and one minute before, opened 20 s ahead, and closed after its programme', async () => {
  air = new Air();
  air.script = radio(counting);
  const id = await air.add();
  air.upcoming = [programme(id, 10 * MINUTE, 12 * MINUTE)];
  air.start(id);
  const told = () => air.facts.map((one) => `${one.fact} ${Math.round((one.at - START) / 1000)}`);
  await air.to(10 * MINUTE - 25_000);
  expect(told()).toEqual([
    expect.stringMatching(/^check_good 30[5-9]$/),
    expect.stringMatching(/^check_good 54[5-9]$/),
  ]);
  expect(air.feeds.find(id)).toBe(null);
  await air.to(10 * MINUTE);
  expect(told().slice(2)).toEqual(['opened 580', 'connected 580']);
  expect(air.relay.standing(id)).toEqual({ state: 'on_air', problem: null });
  expect(air.feeds.find(id)?.delayMs).toBe(5000);
  await air.to(12 * MINUTE + 1999);
  expect(air.feeds.find(id)).not.toBe(null);
  await air.to(12 * MINUTE + 2100);
  expect(air.feeds.find(id)).toBe(null);
  expect(told().slice(4)).toEqual(['closed 722']);
  expect(air.facts.every((one) => one.relayId === id && one.broadcastIds[0] === 'brc_1')).toBe(true);
  expect(air.relay.standing(id)).toBe(null);
  expect(kinds(between(1000, 130_000))).toEqual(['source']);
});

test('a burst at connecting is kept whole and in order, and covers a later stall', async () => {
  air = new Air();
  // 24 s at once; the server then stands still for 8 s after a minute.
  const stalled = radio(counting, 1000);
  air.script = async (ask, at) => {
    const inner = await stalled(ask, at);
    return {
      body: (async function* () {
        let chunks = 0;
        for await (const chunk of inner?.body ?? []) {
          yield chunk;
          chunks += 1;
          if (chunks === 350) await at.clock.sleep(8000, ask.signal);
        }
      })(),
    };
  };
  const id = await air.add();
  air.upcoming = [programme(id, 20_000, 3 * MINUTE)];
  air.start(id);
  await air.to(3 * MINUTE);
  const marks = air.heard.map((one) => one.mark);
  expect(marks.length).toBeGreaterThan(7000);
  expect(marks.findIndex((mark, at) => at > 0 && mark !== counting(at))).toBe(-1);
  // Never farther ahead of its time than the lead, one stretch included.
  const aheadMs = air.heard.map(({ frame, monoMs }) => frame * FRAME_MS - (monoMs - (air.heard[0]?.monoMs ?? 0)));
  expect(Math.max(...aheadMs)).toBeLessThan(10_500);
  expect(Math.max(...aheadMs)).toBeGreaterThan(9500);
});

test('a server that sends as fast as it can is read no faster than its sound is used up', async () => {
  air = new Air();
  let sent = 0;
  air.script = async (ask) => ({
    body: (async function* () {
      while (!ask.signal.aborted) {
        sent += 10;
        yield Uint8Array.from({ length: 10 }, (_, at) => counting(sent - 10 + at));
      }
    })(),
  });
  const id = await air.add();
  sent = 0;
  air.upcoming = [programme(id, 20_000, 10 * MINUTE)];
  air.start(id);
  await air.to(5 * MINUTE);
  const sentMs = sent * FRAME_MS;
  expect(sentMs).toBeGreaterThan(5 * MINUTE);
  expect(sentMs).toBeLessThan(5 * MINUTE + 30_000);
});

describe('a source without sound', () => {
  /** A minute of sound, 40 s without, then sound again. */
  const gap = (kind: 0 | -1) => {
    const startMs = 60_000;
    return (byte: number) => (byte * FRAME_MS >= startMs && byte * FRAME_MS < startMs + 40_000 ? kind : counting(byte));
  };

  test('silence that is sent gives way to the fallback after the limit, and the source comes back', async () => {
    air = new Air();
    air.script = radio(counting);
    const id = await air.add({ fallbackRecordingId: 'rec_1' });
    air.script = radio(gap(0));
    air.upcoming = [programme(id, 20_000, 5 * MINUTE)];
    air.start(id);
    await air.to(2.5 * MINUTE);
    expect(kinds(between(1000, 59_500))).toEqual(['source']);
    expect(kinds(between(60_500, 74_500))).toEqual(['silence']);
    expect(kinds(between(76_000, 102_500))).toEqual(['fallback']);
    expect(kinds(between(104_000, 140_000))).toEqual(['source']);
    expect(air.said()).toEqual(['opened', 'connected', 'source_silent', 'source_back']);
    expect(air.facts[2]?.text.vi).toContain('không có tiếng quá 15 giây. Đang phát bản ghi dự phòng.');
  });

  test('a server that goes away is called again and again while the fallback is heard', async () => {
    air = new Air();
    air.script = radio(counting);
    const id = await air.add({ fallbackRecordingId: 'rec_1', silenceMs: 5000 });
    const alive = radio((byte) => (byte * FRAME_MS < 60_000 ? counting(byte) : -1));
    air.script = async (ask, at) => {
      const ms = at.clock.wallMs() - START;
      return ms > 65_000 && ms < 150_000 ? null : alive(ask, at);
    };
    air.upcoming = [programme(id, 20_000, 10 * MINUTE)];
    air.start(id);
    await air.to(MINUTE + 30_000);
    expect(air.relay.standing(id)).toMatchObject({
      state: 'fallback',
      problem: { en: 'radio.vn cannot be connected to' },
    });
    const gone = between(67_500, 89_000);
    expect(kinds(gone)).toEqual(['fallback']);
    await air.to(3.5 * MINUTE);
    expect(air.relay.standing(id)?.state).toBe('on_air');
    expect(air.said().filter((one) => one !== 'disconnected')).toEqual([
      'opened',
      'connected',
      'source_lost',
      'connected',
      'source_back',
    ]);
  });

  test('without a fallback the feed is silent and says so', async () => {
    air = new Air();
    air.script = radio(counting);
    const id = await air.add();
    air.script = async () => null;
    air.upcoming = [programme(id, 20_000, 5 * MINUTE)];
    air.start(id);
    await air.to(MINUTE);
    expect(kinds(between(0, 59_000))).toEqual(['silence']);
    expect(between(0, 59_000).length).toBeGreaterThan(2100);
    expect(air.said()).toEqual(['opened', 'disconnected', 'source_lost']);
    expect(air.facts[2]?.text.en).toContain('the loudspeakers are silent');
    expect(air.relay.standing(id)?.state).toBe('no_sound');
  });

  test('a fallback that is not of our format is left alone', async () => {
    air = new Air();
    air.script = radio(counting);
    const id = await air.add({ fallbackRecordingId: 'rec_1' });
    air.fallback = new Uint8Array(1000);
    air.script = async () => null;
    air.upcoming = [programme(id, 20_000, 5 * MINUTE)];
    air.start(id);
    await air.to(MINUTE);
    expect(kinds(between(0, 59_000))).toEqual(['silence']);
    expect(air.relay.standing(id)?.state).toBe('no_sound');
  });
});

describe('connecting again', () => {
  test('a server that refuses for a day is asked about once a minute, and nothing piles up', async () => {
    air = new Air();
    air.script = radio(counting);
    const id = await air.add();
    air.script = async () => null;
    air.upcoming = [programme(id, 20_000, 24 * 60 * MINUTE)];
    air.start(id);
    await air.to(MINUTE);
    const sleepers = air.clock.sleepers;
    const facts = air.facts.length;
    await air.to(24 * 60 * MINUTE);
    expect(air.asked.length).toBeGreaterThan(1000);
    expect(air.asked.length).toBeLessThan(2100);
    expect(air.clock.sleepers).toBeLessThanOrEqual(sleepers);
    expect([air.children, air.sockets, air.facts.length]).toEqual([0, 0, facts]);
  }, 60_000);

  test('sound makes it patient again, a bare connection does not; one child and one socket at a time', async () => {
    air = new Air();
    air.script = radio(counting);
    const id = await air.add();
    const calls = async (script: typeof air.script) => {
      air.script = script;
      air.asked.length = 0;
      air.mostChildren = 0;
      air.mostSockets = 0;
      const from = air.clock.wallMs() - START;
      air.upcoming = [programme(id, from + 20_000, from + 4 * 60 * MINUTE)];
      air.relay.wake();
      await air.to(from + 2 * 60 * MINUTE);
      air.upcoming = [];
      air.relay.wake();
      await air.to(from + 2 * 60 * MINUTE + 1000);
      return air.asked.length;
    };
    air.start(id);
    // Two seconds of sound, then the line breaks: called again after a quarter of a second, thousands of times.
    expect(await calls(radio((byte) => (byte < 100 ? counting(byte) : -1)))).toBeGreaterThan(2300);
    expect([air.mostChildren, air.mostSockets]).toEqual([1, 1]);
    // It answers and says nothing.
    expect(await calls(async () => ({ body: (async function* () {})() }))).toBeLessThan(180);
    // Half a second of sound is no sound.
    expect(await calls(radio((byte) => (byte < 20 ? counting(byte) : -1)))).toBeLessThan(180);
  }, 120_000);

  test('a server that stands still with the line open is given up', async () => {
    air = new Air();
    air.script = radio(counting);
    const id = await air.add();
    let calls = 0;
    air.script = async (ask, at) => {
      calls += 1;
      const inner = radio(counting);
      return {
        body: (async function* () {
          yield Uint8Array.from([1, 2, 3]);
          if (calls > 1) for await (const chunk of (await inner(ask, at))?.body ?? []) yield chunk;
          else await at.clock.sleep(1e9, ask.signal);
        })(),
      };
    };
    air.upcoming = [programme(id, 20_000, 5 * MINUTE)];
    air.start(id);
    await air.to(20_000);
    expect(calls).toBe(2);
    expect(air.facts.map((one) => one.text.en)).toContainEqual(expect.stringContaining('answers too slowly'));
  });
});

test('programmes that share a source share one feed and one connection', async () => {
  air = new Air();
  air.script = radio(counting);
  const id = await air.add();
  air.upcoming = [programme(id, 20_000, MINUTE), programme(id, 70_000, 2 * MINUTE, 'brc_2')];
  air.start(id);
  await air.to(55_000);
  const feed = air.feeds.find(id);
  await air.to(110_000);
  expect(air.feeds.find(id)).toBe(feed);
  expect(air.asked).toHaveLength(1);
  expect(air.said()).toEqual(['opened', 'connected']);
});

test('what an officer stops or changes is obeyed at once', async () => {
  air = new Air();
  air.script = radio(counting);
  const id = await air.add();
  air.upcoming = [programme(id, 20_000, 10 * MINUTE)];
  air.start(id);
  await air.to(30_000);
  await expect(air.relay.retire(id)).rejects.toMatchObject({ code: 'RELAY_IN_USE' });
  const [before] = await air.relay.list();
  if (!before) throw new Error('the source is gone');
  const { id: _id, createdAt: _at, probe: _probe, ...input } = before;
  await air.relay.change(id, { ...input, silenceMs: 5000 }, null);
  await air.clock.settle(20);
  expect(air.said()).toEqual(['opened', 'connected', 'closed', 'opened']);
  air.upcoming = [];
  air.relay.wake();
  await air.clock.settle(20);
  expect(air.feeds.find(id)).toBe(null);
  await air.relay.retire(id);
  expect(await air.relay.list()).toEqual([]);
});

test('outside its dates a source is not opened; in state mourning it is, with a warning', async () => {
  air = new Air();
  air.script = radio(counting);
  const old = await air.add({ toDate: '2026-01-04', levelAbove: 'huyen' });
  const id = await air.add({ url: 'http://radio.vn:8000/other' });
  air.isMourning = true;
  air.upcoming = [programme(old, 20_000, MINUTE), programme(id, 20_000, MINUTE, 'brc_2')];
  air.start(old);
  await air.to(30_000);
  expect(air.feeds.find(old)).toBe(null);
  expect(air.feeds.find(id)).not.toBe(null);
  expect(air.said().sort()).toEqual(['connected', 'mourning', 'opened', 'outside_dates']);
  expect(air.facts.find((one) => one.fact === 'outside_dates')?.text.en).toContain('2026-01-05');
});

test('what was told of a programme is forgotten with it, and told again of the next', async () => {
  air = new Air();
  air.script = radio(counting);
  const id = await air.add({ toDate: '2026-01-04' });
  air.start(id);
  for (const [at, broadcastId] of ['brc_1', 'brc_2', 'brc_3'].entries()) {
    air.upcoming = [programme(id, (at + 1) * 10 * MINUTE, (at + 1) * 10 * MINUTE + 5000, broadcastId)];
    await air.to((at + 1) * 10 * MINUTE + 4000);
  }
  expect(air.facts.map((one) => `${one.fact} ${one.broadcastIds}`)).toEqual([
    'outside_dates brc_1',
    'outside_dates brc_2',
    'outside_dates brc_3',
  ]);
  expect(air.asked).toEqual([]);
});

test('without ffmpeg a source is kept and nothing is opened', async () => {
  air = new Air({ ffmpegPath: null });
  air.script = radio(counting);
  const id = await air.add();
  expect((await air.relay.list())[0]?.probe).toMatchObject({ isGood: false, problem: 'no_decoder' });
  air.upcoming = [programme(id, 20_000, MINUTE)];
  air.start(id);
  await air.to(30_000);
  expect(air.said()).toEqual(['no_decoder']);
});
