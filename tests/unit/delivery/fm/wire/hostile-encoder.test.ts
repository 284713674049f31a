import { describe, expect, test } from 'vitest';
import { encodeFrame } from '../../../../../src/delivery/fm/wire/uecp-frame.ts';
import {
  ALARM,
  acknowledgement,
  CALM,
  type Far,
  faults,
  goodEncoder,
  grades,
  type Peer,
  Shown,
  scene,
} from './encoder-scene.ts';

/** Runs a line with `peer` for a while and gives back what became of it. */
async function meet(peer: Peer, forMs: number, settings: Parameters<typeof scene>[1] = { answers: true }) {
  const all = scene(peer, settings);
  all.line.show(CALM, 1);
  all.line.start();
  await all.clock.advance(forMs);
  return all;
}

/** Stops a line whose encoder may let it wait a second for the last word. */
async function end(line: ReturnType<typeof scene>['line'], clock: ReturnType<typeof scene>['clock']): Promise<void> {
  const stopping = line.stop();
  await clock.advance(1100);
  await stopping;
}

/** Answers each command by `answer`; a late one comes after `afterMs`. */
const answering = (answer: (sequence: number) => Uint8Array | null, shown = new Shown()): Peer & { shown: Shown } => ({
  shown,
  got(bytes, far) {
    for (const { sequence } of shown.take(bytes)) {
      const said = answer(sequence);
      if (said) far.say(said);
    }
  },
});

describe('an encoder that does not answer', () => {
  test('three tries, then a fault; everything is said all the same', async () => {
    const peer = answering(() => null);
    const { line, clock, facts } = await meet(peer, 6100);
    expect(peer.shown.frames.slice(0, 3).map(({ sequence }) => sequence)).toEqual([1, 1, 1]);
    expect(faults(facts)).toEqual(['1 encoder_silent: ta: no answer']);
    expect(peer.shown.text).toBe(CALM.rt);
    expect(grades(facts)).toEqual(['1 sent']);
    expect(line.standing()).toMatchObject({ state: 'fault', grade: 'sent', lastAnswerAt: null });
    await end(line, clock);
  });

  test('goes on being tried, at most every ten seconds, and an alarm reaches it at once', async () => {
    const peer = answering(() => null);
    const { line, clock } = await meet(peer, 10_000);
    const before = peer.shown.frames.length;
    await clock.advance(30_000);
    expect(peer.shown.frames.length - before).toBeLessThanOrEqual(4);
    line.show(ALARM, 2);
    await clock.advance(10);
    expect(peer.shown).toMatchObject({ ta: true, pty: 31, text: ALARM.rt });
    await end(line, clock);
  });

  test('all is well again when it answers again', async () => {
    let isDumb: boolean = true;
    const { line, clock, facts } = await meet(
      answering((sequence) => (isDumb ? null : acknowledgement(sequence))),
      20_000,
    );
    isDumb = false;
    await clock.advance(15_000);
    expect(grades(facts)).toEqual(['1 sent', '1 F0']);
    expect(facts.at(-1)).toEqual({ fact: 'well' });
    expect(line.standing().state).toBe('connected');
    await end(line, clock);
  });

  test('an answer after half a minute proves nothing', async () => {
    const all = scene(
      {
        got(bytes, far) {
          const [, , , sequence = 0] = bytes;
          void all.clock.sleep(30_000).then(() => far.say(acknowledgement(sequence)));
        },
      },
      { answers: true },
    );
    all.line.show(CALM, 1);
    all.line.start();
    await all.clock.advance(180_000);
    expect(grades(all.facts)).toEqual(['1 sent']);
    expect(all.line.standing().state).toBe('fault');
    await end(all.line, all.clock);
  });

  test.each([
    ['another number', (sequence: number) => acknowledgement((sequence % 255) + 1)],
    ['another site', (sequence: number) => acknowledgement(sequence, 0, { site: 6 })],
    ['another encoder', (sequence: number) => acknowledgement(sequence, 0, { encoder: 3 })],
    ['a bad check sum', (sequence: number) => acknowledgement(sequence).with(-2, 0x11)],
    ['half a frame', (sequence: number) => acknowledgement(sequence).subarray(0, 5)],
    [
      'an unknown element',
      (sequence: number) => encodeFrame({ site: 5, encoder: 2, sequence, message: Uint8Array.of(0xee, 1) }),
    ],
  ])('an answer with %s is none', async (_, answer) => {
    const { line, clock, facts } = await meet(answering(answer), 15_000);
    expect(grades(facts)).toEqual(['1 sent']);
    expect(faults(facts)).toEqual(['1 encoder_silent: ta: no answer']);
    await end(line, clock);
  });

  test('an echo of our own frames is no answer, neither to a command nor to a question', async () => {
    const echo: Peer = { got: (bytes, far) => far.say(bytes) };
    const { line, clock, facts } = await meet(echo, 15_000, { answers: true, readsBack: true });
    expect(grades(facts)).toEqual(['1 sent']);
    await end(line, clock);
    const silent = await meet(echo, 15_000, { readsBack: true });
    expect(grades(silent.facts)).toEqual(['1 sent']);
    expect(faults(silent.facts)).toEqual(['1 encoder_silent: ta: no answer']);
    await end(silent.line, silent.clock);
  });

  test('an echo before the answer does not disturb it', async () => {
    const good = goodEncoder();
    const { line, clock, facts } = await meet(
      {
        got(bytes, far) {
          far.say(bytes);
          good.got?.(bytes, far);
        },
      },
      1000,
      { answers: true, readsBack: true },
    );
    expect(grades(facts)).toEqual(['1 sent', '1 F0', '1 F1']);
    await end(line, clock);
  });
});

describe('an encoder that refuses', () => {
  const NAMES = { 3: 'ta', 1: 'pi', 2: 'ps', 7: 'pty', 10: 'rt', 36: 'group F00100020003' };

  test.each(Object.entries(NAMES))(
    'element %s: told which, all others accepted, tried again later',
    async (code, name) => {
      const good = goodEncoder();
      let isStrict: boolean = true;
      const { line, clock, facts } = scene(
        {
          got(bytes, far) {
            for (const frame of new Shown().take(bytes))
              if (isStrict && frame.message[0] === Number(code)) far.say(acknowledgement(frame.sequence, 6));
              else good.got?.(bytes, far);
          },
        },
        { answers: true },
      );
      line.show({ ...CALM, groups: ['F00100020003'] }, 1);
      line.start();
      await clock.advance(5000);
      expect(faults(facts)).toEqual([`1 encoder_refused: ${name}: parameter out of range`]);
      expect(grades(facts)).toEqual(['1 sent']);
      expect(good.shown.elements.size).toBe(8);
      isStrict = false;
      await clock.advance(11_000);
      expect(grades(facts)).toEqual(['1 sent', '1 F0']);
      expect(facts.at(-1)).toEqual({ fact: 'well' });
      await end(line, clock);
    },
  );

  test.each(Array.from({ length: 13 }, (_, index) => index + 1))('error %i has a reason', async (code) => {
    const { line, clock, facts } = await meet(
      answering((sequence) => acknowledgement(sequence, code)),
      1000,
    );
    expect(faults(facts).length).toBeGreaterThan(0);
    for (const fault of faults(facts)) expect(fault).toMatch(/^1 encoder_refused: [\w ]+: [A-Za-z ]{5,}$/);
    await end(line, clock);
  });

  test('a frame that was spoilt on its way is said again at once', async () => {
    let spoilt = 0;
    const { line, clock, facts } = await meet(
      answering((sequence) => {
        spoilt += 1;
        return acknowledgement(sequence, spoilt % 3 === 0 ? 0 : 1);
      }),
      1000,
    );
    expect(faults(facts)).toEqual([]);
    expect(grades(facts)).toEqual(['1 sent', '1 F0']);
    await end(line, clock);
  });

  test('what only helps receivers may be refused: it is told, and holds up no proof', async () => {
    const good = goodEncoder();
    const { line, clock, facts } = await meet(
      {
        got(bytes, far) {
          for (const { sequence, message } of new Shown().take(bytes))
            if (message[0] === 0x16 || message[0] === 0x1a) far.say(acknowledgement(sequence, 3));
            else good.got?.(bytes, far);
        },
      },
      1000,
    );
    expect(faults(facts)).toHaveLength(3);
    expect(grades(facts)).toEqual(['1 sent', '1 F0']);
    expect(facts.at(-1)).toEqual({ fact: 'well' });
    await clock.advance(300_000);
    expect(faults(facts)).toHaveLength(3);
    await end(line, clock);
  });

  test('who refuses everything is not drowned in frames', async () => {
    const peer = answering((sequence) => acknowledgement(sequence, 9));
    const { line, clock } = await meet(peer, 60_000);
    expect(peer.shown.frames.length).toBeLessThan(60);
    await end(line, clock);
  });
});

describe('an encoder that sends nonsense', () => {
  const garbage = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff);

  test('10 MB of it, and an alarm still goes out', async () => {
    const good = goodEncoder();
    const { line, clock, connections, facts } = await meet(good, 1000);
    for (let piece = 0; piece < 160; piece++) connections[0]?.say(garbage(65_536));
    line.show(ALARM, 2);
    await clock.advance(100);
    expect(good.shown.ta).toBe(true);
    expect(grades(facts).at(-1)).toBe('2 F0');
    await end(line, clock);
  });

  test('an hour of it at the speed of a serial line', async () => {
    const good = goodEncoder();
    const { line, clock, connections, facts } = await meet(good, 1000, {
      answers: true,
      transport: 'serial',
      path: '/dev/ttyS0',
    });
    for (let second = 0; second < 3600; second += 10) {
      connections[0]?.say(garbage(115_200));
      await clock.advance(10_000);
    }
    expect(faults(facts)).toEqual([]);
    expect(good.shown.frames.length).toBeLessThan(9 * 62);
    await end(line, clock);
  });

  test('one byte a second: the whole answer counts when it is there in time, and is told as silence otherwise', async () => {
    const all = scene(
      {
        got(bytes, far) {
          const answer = acknowledgement(bytes[3] ?? 0);
          void (async () => {
            for (const byte of answer) {
              await all.clock.sleep(1000);
              far.say(Uint8Array.of(byte));
            }
          })();
        },
      },
      { answers: true },
    );
    all.line.show(CALM, 1);
    all.line.start();
    await all.clock.advance(60_000);
    expect(faults(all.facts)[0]).toBe('1 encoder_silent: ta: no answer');
    await end(all.line, all.clock);
  });

  test('answers glued together, with an unknown element between them', async () => {
    const held: Uint8Array[] = [];
    const unknown = encodeFrame({ site: 5, encoder: 2, sequence: 1, message: Uint8Array.of(0x77, 0xfd, 0xff) });
    const { line, clock, facts } = await meet(
      answering((sequence) => {
        held.push(acknowledgement(sequence));
        return Uint8Array.of(...unknown, ...held.flatMap((one) => [...one]), ...unknown);
      }),
      1000,
    );
    expect(grades(facts)).toEqual(['1 sent', '1 F0']);
    await end(line, clock);
  });
});

describe('a connection that does not hold', () => {
  test('is refused: tried again ever later with some chance in it, and a fault within 15 s', async () => {
    const { line, clock, facts, connectedAtMs } = await meet({ accepts: () => false }, 15_000);
    expect(faults(facts)).toEqual(['1 encoder_silent: ECONNREFUSED']);
    expect(line.standing().state).toBe('fault');
    await clock.advance(600_000);
    const pauses = connectedAtMs.slice(1).map((at, index) => at - (connectedAtMs[index] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(375);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(10_000);
    expect(new Set(pauses.map(Math.round)).size).toBeGreaterThan(5);
    await end(line, clock);
  });

  test('a new state is a reason to try at once', async () => {
    let isThere = false;
    const good = goodEncoder();
    const { line, clock, facts } = await meet({ ...good, accepts: () => isThere }, 120_000);
    isThere = true;
    line.show(ALARM, 2);
    await clock.advance(600);
    expect(good.shown.ta).toBe(true);
    expect(grades(facts)).toEqual(['2 sent', '2 F0']);
    expect(facts.at(-1)).toEqual({ fact: 'well' });
    await end(line, clock);
  });

  test('each connection begins with the release of an announcement and the whole state', async () => {
    const good = goodEncoder();
    const { line, clock, connections } = scene(good, { answers: true });
    line.show(ALARM, 1);
    line.start();
    await clock.advance(5000);
    connections[0]?.close('ECONNRESET');
    await clock.advance(5000);
    const second = new Shown();
    for (const bytes of connections[1]?.got ?? []) second.take(bytes);
    expect(second.frames[0]?.message).toEqual(Uint8Array.of(3, 0, 0, 2));
    expect(second.frames.map(({ message }) => message[0])).toEqual([3, 0x16, 1, 2, 7, 0x0a, 3, 0x1a, 0x1a, 0x04]);
    await end(line, clock);
  });

  test('an announcement that a dead station left on is released before any state is known', async () => {
    const good = goodEncoder();
    good.shown.elements.set(3, '03000003');
    const { line, clock } = scene(good, { answers: true });
    line.start();
    await clock.advance(100);
    expect(good.shown.ta).toBe(false);
    await end(line, clock);
  });

  test('it is closed after each command: all of them get through within 15 s', async () => {
    const shown = new Shown();
    const { line, clock, facts } = scene(
      {
        got(bytes, far) {
          const [frame] = shown.take(bytes);
          far.say(acknowledgement(frame?.sequence ?? 0));
          far.close();
        },
      },
      { answers: true },
    );
    line.show(ALARM, 1);
    line.start();
    await clock.advance(15_000);
    expect(shown).toMatchObject({ ta: true, pty: 31, text: ALARM.rt });
    expect(grades(facts)).toEqual(['1 sent', '1 F0']);
    const first = shown.frames.length;
    await clock.advance(30_000);
    expect(shown.frames.length).toBe(first);
    await end(line, clock);
  });

  test('it breaks within a frame, again and again: a fault, and never more than a try every half second', async () => {
    const { line, clock, facts, connectedAtMs } = await meet({ got: (_, far) => far.close('ECONNRESET') }, 60_000);
    expect(faults(facts)[0]).toBe('1 encoder_silent: ECONNRESET');
    expect(connectedAtMs.length).toBeLessThan(15);
    await end(line, clock);
  });

  test('nobody reads at the other end: the newest state waits, nothing grows, the connection is made anew', async () => {
    let reads = false;
    const good = goodEncoder();
    const { line, clock, facts, connections } = scene({ ...good, reads: () => reads }, { answers: true });
    line.start();
    for (let number = 1; number <= 100; number++) {
      line.show({ ...CALM, rt: `TIN ${number}` }, number);
      await clock.advance(100);
    }
    await clock.advance(10_000);
    expect(connections.length).toBeGreaterThan(1);
    expect(faults(facts).at(-1)).toBe('100 encoder_silent: it reads nothing');
    reads = true;
    await clock.advance(11_000);
    expect(good.shown.text).toBe('TIN 100');
    expect(grades(facts)).toEqual(['100 sent', '100 F0']);
    await end(line, clock);
  });

  test('a serial line vanishes and comes back under its lasting name', async () => {
    let isPlugged = true;
    const good = goodEncoder();
    const path = '/dev/serial/by-id/usb-Pira_P132-if00';
    const { line, clock, facts, connections, addresses } = await meet({ ...good, accepts: () => isPlugged }, 1000, {
      answers: true,
      transport: 'serial',
      path,
    });
    isPlugged = false;
    connections[0]?.close('EIO');
    await clock.advance(30_000);
    expect(faults(facts).at(-1)).toBe('1 encoder_silent: ECONNREFUSED');
    isPlugged = true;
    await clock.advance(11_000);
    expect(facts.at(-1)).toEqual({ fact: 'well' });
    expect(new Set(addresses.map((one) => one.path))).toEqual(new Set([path]));
    await end(line, clock);
  });

  test('a wire that throws when it is opened or written to stops nothing', async () => {
    let broken = 3;
    const good = goodEncoder();
    const { line, clock, facts } = await meet(
      {
        ...good,
        reads() {
          broken -= 1;
          if (broken > 0) throw new Error('write after end');
          return true;
        },
      },
      10_000,
    );
    expect(grades(facts)).toEqual(['1 sent', '1 F0']);
    await end(line, clock);
  });

  test('stop does not wait longer than a second for an encoder that is silent', async () => {
    const { line, clock } = scene({}, { answers: true });
    line.show(ALARM, 1);
    line.start();
    await clock.advance(3000);
    let isStopped = false;
    const stopping = line.stop().then(() => {
      isStopped = true;
    });
    await clock.advance(1100);
    expect(isStopped).toBe(true);
    await stopping;
  });
});

test('stop releases the announcement within a second though a command is under way', async () => {
  const shown = new Shown();
  let answers: boolean = true;
  const { line, clock } = scene(
    {
      got(bytes, far: Far) {
        for (const { sequence } of shown.take(bytes)) if (answers) far.say(acknowledgement(sequence));
      },
    },
    { answers: true },
  );
  line.show(ALARM, 1);
  line.start();
  await clock.advance(100);
  answers = false;
  line.show({ ...ALARM, rt: 'TIN MOI' }, 2);
  await clock.advance(100);
  const stopping = line.stop();
  await clock.advance(1000);
  await stopping;
  expect(shown.ta).toBe(false);
});
