import { describe, expect, test } from 'vitest';
import { encodeFrame } from '../../../../../src/delivery/fm/wire/uecp-frame.ts';
import { ALARM, acknowledgement, CALM, faults, goodEncoder, grades, type Peer, Shown, scene } from './encoder-scene.ts';

const listener = () => {
  const shown = new Shown();
  return { shown, got: (bytes: Uint8Array) => void shown.take(bytes) };
};

describe('a line to an encoder that takes everything in silence', () => {
  test('releases an announcement first, then tells the whole state, one frame for each element', async () => {
    const peer = listener();
    const { line, clock, facts, connections } = scene(peer);
    line.show(ALARM, 1);
    line.start();
    await clock.advance(10);
    expect(peer.shown.frames.map(({ message }) => message[0])).toEqual([3, 0x16, 1, 2, 7, 0x0a, 3, 0x1a, 0x1a, 0x04]);
    expect(peer.shown.frames[0]?.message).toEqual(Uint8Array.of(3, 0, 0, 2));
    expect(connections[0]?.got).toHaveLength(10);
    expect(peer.shown).toMatchObject({ ta: true, pty: 31, text: ALARM.rt });
    expect(facts).toEqual([{ fact: 'graded', number: 1, grade: 'sent' }]);
    expect(line.standing()).toEqual({ state: 'connected', lastAnswerAt: null, grade: 'sent', problem: null });
    await line.stop();
  });

  test('is told only what changed, and the release of an announcement before the rest', async () => {
    const peer = listener();
    const { line, clock } = scene(peer);
    line.show(ALARM, 1);
    line.start();
    await clock.advance(10);
    const before = peer.shown.frames.length;
    line.show({ ...CALM, rt: 'HET BAO DONG' }, 2);
    await clock.advance(10);
    expect(peer.shown.frames.slice(before).map(({ message }) => message[0])).toEqual([3, 7, 0x0a]);
    line.show({ ...CALM, rt: 'HET BAO DONG' }, 3);
    await clock.advance(10);
    expect(peer.shown.frames).toHaveLength(before + 3);
    await line.stop();
  });

  test('an announcement ends when its time is over, though nobody says so', async () => {
    const peer = listener();
    const { line, clock } = scene(peer);
    line.show(ALARM, 1);
    line.start();
    await clock.advance(599_000);
    expect(peer.shown.ta).toBe(true);
    await clock.advance(2000);
    expect(peer.shown.ta).toBe(false);
    expect(peer.shown.pty).toBe(31);
    await line.stop();
  });

  test('it ends in its time too when the wall clock jumps back, and at once when it jumps ahead', async () => {
    const back = listener();
    const first = scene(back);
    first.line.show(ALARM, 1);
    first.line.start();
    await first.clock.advance(10);
    first.clock.jumpWall(-86_400_000);
    await first.clock.advance(601_000);
    expect(back.shown.ta).toBe(false);
    await first.line.stop();

    const ahead = listener();
    const second = scene(ahead);
    second.line.show(ALARM, 1);
    second.line.start();
    await second.clock.advance(10);
    second.clock.jumpWall(86_400_000);
    await second.clock.advance(2000);
    expect(ahead.shown.ta).toBe(false);
    await second.line.stop();
  });

  test.each([
    ['without an end', { taUntil: null }],
    ['without traffic programme', { tp: false }],
  ])('an announcement %s is never raised', async (_, part) => {
    const peer = listener();
    const { line, clock } = scene(peer);
    line.show({ ...ALARM, ...part }, 1);
    line.start();
    await clock.advance(5000);
    expect(peer.shown.frames.filter(({ message }) => message[0] === 3 && ((message[3] ?? 0) & 1) === 1)).toEqual([]);
    expect(peer.shown.text).toBe(ALARM.rt);
    await line.stop();
  });

  test('stop takes the announcement back before it closes', async () => {
    const peer = listener();
    const { line, clock, connections } = scene(peer);
    line.show(ALARM, 1);
    line.start();
    await clock.advance(10);
    await line.stop();
    await clock.settle();
    expect(Buffer.from(connections[0]?.got.at(-1) ?? [])).toEqual(
      Buffer.from(encodeFrame({ site: 5, encoder: 2, sequence: 11, message: Uint8Array.of(3, 0, 0, 2) })),
    );
    expect(connections[0]?.isClosed).toBe(true);
  });

  test('says everything again after a minute: an encoder may have been without power', async () => {
    const peer = listener();
    const { line, clock } = scene(peer);
    line.show({ ...CALM, groups: ['F00100020003'] }, 1);
    line.start();
    await clock.advance(50_000);
    const first = peer.shown.frames.length;
    await clock.advance(20_000);
    const again = peer.shown.frames.slice(first).map(({ message }) => message[0]);
    expect(again).toEqual([3, 0x16, 1, 2, 7, 0x0a, 0x1a, 0x1a, 0x04]);
    expect(peer.shown.elements.get(10)?.slice(8, 10)).toBe('00');
    await line.stop();
  });

  test('free groups are said once for each time that they appear', async () => {
    const peer = listener();
    const { line, clock } = scene(peer);
    const groups = ['60010A0B0C0D', '60020A0B0C0D'] as const;
    line.show({ ...CALM, groups }, 1);
    line.start();
    await clock.advance(100);
    line.show({ ...CALM, groups: [groups[1]] }, 2);
    await clock.advance(100);
    line.show({ ...CALM, groups }, 3);
    await clock.advance(100);
    const free = peer.shown.frames.filter(({ message }) => message[0] === 0x24).map(({ message }) => message[2]);
    expect(free).toEqual([1, 2, 1]);
    await line.stop();
  });

  test('a file gets every byte once, under its plain name in the folder', async () => {
    const peer = listener();
    const { line, clock, addresses } = scene(peer, { transport: 'file', path: 'capture.bin', answers: true });
    line.show(CALM, 1);
    line.start();
    await clock.advance(600_000);
    expect(addresses[0]?.path).toBe('/data/fm/capture.bin');
    expect(peer.shown.frames).toHaveLength(9);
    await line.stop();
  });
});

describe('a line that may not be used', () => {
  test.each([
    ['everybody’s address', { site: 0, encoder: 0 }],
    ['a file outside the folder', { transport: 'file' as const, path: '../secret' }],
  ])('because of %s, opens nothing and says why', async (_, settings) => {
    const { line, clock, facts, addresses } = scene({}, settings);
    line.show(CALM, 4);
    line.start();
    await clock.advance(60_000);
    expect(addresses).toEqual([]);
    expect(faults(facts)).toHaveLength(1);
    expect(line.standing()).toMatchObject({ state: 'fault', grade: null });
    expect(line.standing().problem?.vi).toContain('(');
    await line.stop();
  });

  test('everybody’s address is meant when somebody says so', async () => {
    const peer = listener();
    const { line, clock } = scene(peer, { site: 0, encoder: 0, toEverybody: true });
    line.show(CALM, 1);
    line.start();
    await clock.advance(10);
    expect(peer.shown.text).toBe(CALM.rt);
    await line.stop();
  });
});

describe('a line to an encoder that answers', () => {
  test('waits for each answer and proves that everything was accepted', async () => {
    const peer = goodEncoder();
    const { line, clock, facts } = scene(peer, { answers: true });
    line.show(ALARM, 1);
    line.start();
    await clock.advance(100);
    expect(grades(facts)).toEqual(['1 sent', '1 F0']);
    expect(peer.shown.ta).toBe(true);
    expect(line.standing()).toMatchObject({ state: 'connected', grade: 'F0', lastAnswerAt: expect.any(Number) });
    await line.stop();
    expect(peer.shown.ta).toBe(false);
  });

  test('reads back what it has and proves that it is the same', async () => {
    const { line, clock, facts } = scene(goodEncoder(), { answers: true, readsBack: true });
    line.show(ALARM, 1);
    line.start();
    await clock.advance(100);
    expect(grades(facts)).toEqual(['1 sent', '1 F0', '1 F1']);
    await line.stop();
  });

  test('another controller that writes the same encoder is noticed, told, and written over', async () => {
    const peer = goodEncoder();
    const { line, clock, facts } = scene(peer, { answers: true, readsBack: true });
    line.show(CALM, 1);
    line.start();
    await clock.advance(1000);
    peer.shown.elements.set(2, Buffer.from([2, 0, 0, ...Buffer.from('RADIO X ')]).toString('hex'));
    await clock.advance(31_000);
    expect(faults(facts)).toEqual(['1 encoder_refused: ps: reads "RADIO X", was told "XA TAN"']);
    expect(Buffer.from(peer.shown.elements.get(2) ?? '', 'hex').toString('latin1')).toContain('XA TAN');
    expect(facts.at(-1)).toEqual({ fact: 'well' });
    await line.stop();
  });

  test('a controller that always wins leaves a fault, and no storm of frames', async () => {
    const shown = new Shown();
    const good = goodEncoder(shown);
    const peer: Peer = {
      got(bytes, far) {
        good.got?.(bytes, far);
        shown.elements.set(2, Buffer.from([2, 0, 0, ...Buffer.from('RADIO X ')]).toString('hex'));
      },
    };
    const { line, clock, facts } = scene(peer, { answers: true, readsBack: true });
    line.show(CALM, 1);
    line.start();
    await clock.advance(120_000);
    expect(line.standing().state).toBe('fault');
    expect(faults(facts).length).toBeLessThanOrEqual(2);
    expect(shown.frames.length).toBeLessThan(120);
    await line.stop();
  });

  test('numbers wrap from 255 to 1', async () => {
    const peer = goodEncoder();
    const { line, clock, facts } = scene(peer, { answers: true });
    line.start();
    for (let number = 1; number <= 300; number++) {
      line.show({ ...CALM, rt: `TIN ${number}` }, number);
      await clock.advance(1);
    }
    const numbers = peer.shown.frames.map(({ sequence }) => sequence);
    expect(numbers).not.toContain(0);
    expect(numbers[255]).toBe(1);
    expect(grades(facts).at(-1)).toBe('300 F0');
    await line.stop();
  });

  test('states that come faster than they can be told are skipped, the newest is told', async () => {
    const shown = new Shown();
    const { line, clock, facts } = scene(
      {
        got(bytes, far) {
          for (const { sequence } of shown.take(bytes))
            void clock.sleep(500).then(() => far.say(acknowledgement(sequence)));
        },
      },
      { answers: true },
    );
    line.show(CALM, 0);
    line.start();
    await clock.advance(20_000);
    const before = shown.frames.length;
    for (let number = 1; number <= 1000; number++) line.show({ ...CALM, rt: `TIN ${number}` }, number);
    await clock.advance(5000);
    expect(shown.text).toBe('TIN 1000');
    expect(shown.frames.length - before).toBeLessThanOrEqual(2);
    expect(grades(facts).at(-1)).toBe('1000 F0');
    await line.stop();
  });
});
