import { afterEach, describe, expect, test } from 'vitest';
import { FRAME_MS } from '#feed';
import type { Upcoming } from '#relay';
import { Air, counting, radio, type Script, START } from './air.ts';

const MINUTE = 60_000;
let air: Air;

afterEach(async () => {
  await air.stop();
  expect([air.children, air.sockets, air.clock.sleepers], 'children, sockets and sleepers left behind').toEqual([
    0, 0, 0,
  ]);
  await air.store.close();
});

const programme = (streamId: string, toMs: number): Upcoming => {
  return { broadcastId: 'brc_1', streamId, fromAt: START + 20_000, toAt: START + toMs };
};

const text = (body: string, type = 'application/vnd.apple.mpegurl') => ({
  type,
  body: (async function* () {
    yield Buffer.from(body);
  })(),
});

/** A live stream of 2.4 s segments; `mend` may change a list, `wrong` refuses segments. */
function segments(
  more: { mend?: (list: string, ms: number) => string; wrong?: (n: number) => boolean; uri?: string } = {},
): Script {
  return async ({ url }, at) => {
    const ms = at.clock.wallMs() - START + 60_000;
    if (url.pathname === '/live')
      return text('#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=64000\nlow/list.m3u8', 'application/x-mpegURL');
    if (url.pathname.endsWith('.m3u8')) {
      const end = Math.floor(ms / 2400);
      const lines = Array.from({ length: 6 }, (_, i) => `#EXTINF:2.4,\n${more.uri ?? ''}${end - 6 + i}.mp3`);
      const list = `#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXT-X-MEDIA-SEQUENCE:${end - 6}\n${lines.join('\n')}`;
      return text(more.mend?.(list, ms) ?? list);
    }
    const n = Number(/(\d+)\.mp3$/.exec(url.pathname)?.[1]);
    if (more.wrong?.(n)) return { status: 404, body: (async function* () {})() };
    return {
      type: 'audio/mpeg',
      body: (async function* () {
        yield Uint8Array.from({ length: 100 }, (_, i) => counting(n * 100 + i));
      })(),
    };
  };
}

async function listen(script: Script, ms: number): Promise<string> {
  air = new Air();
  air.script = radio(counting);
  const id = await air.add();
  air.script = script;
  air.upcoming = [programme(id, 10 * MINUTE)];
  air.start(id);
  await air.to(ms);
  return id;
}

/** Places at which the marks heard do not count on. */
const jumps = () =>
  air.heard.flatMap(({ mark }, at) => (at > 0 && mark !== counting(air.heard[at - 1]?.mark ?? 0) ? [at] : []));

describe('segments', () => {
  test('each is fetched once and heard in order, lists no oftener than their target', async () => {
    const id = await listen(segments(), 2 * MINUTE);
    expect(jumps()).toEqual([]);
    expect(air.heard.length * FRAME_MS).toBeGreaterThan(110_000);
    const fetched = air.asked.filter((one) => one.endsWith('.mp3'));
    expect(new Set(fetched).size).toBe(fetched.length);
    expect(air.asked.filter((one) => one.endsWith('.m3u8')).length).toBeLessThan(85);
    expect(air.asked.slice(0, 2)).toEqual(['http://radio.vn:8000/live', 'http://radio.vn:8000/low/list.m3u8']);
    expect(air.relay.standing(id)?.state).toBe('on_air');
    expect(air.mostChildren).toBe(1);
  });

  test('one that is missing is a gap, not an end', async () => {
    await listen(segments({ wrong: (n) => n % 10 === 0 }), 2 * MINUTE);
    expect(air.said()).toEqual(['opened', 'connected']);
    expect(air.heard.length * FRAME_MS).toBeGreaterThan(100_000);
  });

  test('breaks in the stream begin another child after the last one is gone', async () => {
    await listen(
      segments({ mend: (list) => list.replace(/(#EXTINF:2.4,\n\d*0\.mp3)/, '#EXT-X-DISCONTINUITY\n$1') }),
      2 * MINUTE,
    );
    expect(jumps()).toEqual([]);
    expect(air.mostChildren).toBe(1);
  });

  test.each([
    ['an address of this server', 'http://127.0.0.1:5000/', 'this server itself'],
    ['an address of a private network', 'http://10.0.0.1/', 'a private network'],
    ['metadata', 'http://169.254.169.254/', 'a special range'],
    ['a file', 'file:///etc/', 'only http'],
    ['a name in the address', 'http://a:b@radio.vn/', 'no name or password'],
  ])('a list that names %s is not obeyed', async (_what, uri, words) => {
    await listen(segments({ uri }), MINUTE);
    expect(air.asked.filter((one) => one.endsWith('.mp3'))).toEqual([]);
    expect(air.facts.find((one) => one.fact === 'disconnected')?.text.en).toContain(words);
  });

  test.each([
    [
      'encrypted',
      '#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXT-X-KEY:METHOD=AES-128,URI="k"\n#EXTINF:3,\n1.mp3',
      'encrypted',
    ],
    ['a list of addresses', '#EXTM3U\nhttp://radio.vn:8000/a', 'list of addresses'],
    ['no list', 'sorry', 'cannot be read'],
    ['too large', `#EXTM3U\n${'#'.repeat(300_000)}`, 'more than is allowed'],
  ])('%s: the reason is told', async (_what, list, words) => {
    await listen(async () => text(list), MINUTE);
    expect(air.facts.find((one) => one.fact === 'disconnected')?.text.en).toContain(words);
    expect(air.said().at(-1)).toBe('source_lost');
  });

  test('a list that stands still is left, and read again from its beginning', async () => {
    const still = (list: string, ms: number) =>
      ms < 90_000 ? list : list.replaceAll(/\d+\.mp3/g, '7.mp3').replace(/SEQUENCE:\d+/, 'SEQUENCE:31');
    await listen(segments({ mend: still }), 2 * MINUTE);
    expect(air.facts.map((one) => one.text.en)).toContainEqual(expect.stringContaining('stands still'));
  });
});

describe('trying a source', () => {
  const tried = async (script: Script) => {
    air = new Air();
    const from = air.clock.monoMs();
    air.script = script;
    await air.add();
    expect(air.clock.monoMs() - from).toBeLessThanOrEqual(15_000);
    const [kept] = await air.relay.list();
    return kept?.probe;
  };

  test('sound: what it is and how loud', async () => {
    expect(await tried(radio(counting))).toMatchObject({
      isGood: true,
      contentType: 'audio/mpeg',
      codec: 'mp3',
      rateHz: 44_100,
      channels: 'stereo',
      levelDb: -20.5,
      peakDb: -10.5,
      problem: null,
      text: { en: expect.stringContaining('The source is good') },
    });
  });

  test.each([
    ['nobody there', async () => null, 'unreachable'],
    ['refused', async () => ({ status: 403, body: (async function* () {})() }), 'status'],
    ['a web page', async () => text('<html>', 'text/html'), 'not_sound'],
    ['a list of addresses', async () => text('[playlist]', 'audio/x-scpls'), 'address_file'],
    ['silence', radio(() => 0), 'mute'],
    [
      'a line on which nothing is said',
      async (ask, at) => ({
        body: (async function* () {
          if (await at.clock.sleep(1e9, ask.signal)) yield new Uint8Array(1);
        })(),
      }),
      'late',
    ],
    ['nothing at all', async () => ({ body: (async function* () {})() }), 'ended'],
    ['a redirect to nowhere', async () => ({ status: 302, body: (async function* () {})() }), 'status'],
  ] as Array<[string, Script, string]>)('%s', async (_what, script, problem) => {
    expect((await tried(script))?.problem).toBe(problem);
  });

  test('a server that answers nothing is given up in time', async () => {
    const dead: Script = async ({ signal }, at) => {
      await at.clock.sleep(1e9, signal);
      return null;
    };
    expect((await tried(dead))?.problem).toBe('late');
  });

  test('what may not be called may not be saved', async () => {
    air = new Air();
    air.script = radio(counting);
    const saving = (url: string) => air.add({ url });
    await expect(saving('http://10.0.0.1/a')).rejects.toMatchObject({ code: 'RELAY_URL' });
    await expect(saving('file:///etc/passwd')).rejects.toMatchObject({ code: 'RELAY_URL' });
    // A name that leads to a private network is found out by trying it.
    air.script = async (ask) => (ask.mayReach('10.0.0.1') ? text('a') : null);
    await expect(saving('http://intranet.vn/a')).rejects.toMatchObject({
      code: 'RELAY_URL',
      text: { vi: expect.stringContaining('mạng nội bộ'), en: expect.stringContaining('private network') },
    });
    await expect(air.add({ levelAbove: 'huyen' })).rejects.toMatchObject({ code: 'RELAY_NEEDS_END_DATE' });
    expect(await air.relay.list()).toEqual([]);
    expect(air.facts).toEqual([]);
    air.script = radio(counting);
    await air.add({ url: 'http://10.0.0.1:8000/a', privateAllowed: true });
    expect(air.facts.map((one) => one.text.en)).toEqual([expect.stringContaining('(Lan)')]);
  });
});
