import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ASCII_PROFILES,
  AsciiDialect,
  type AsciiProfileName,
} from '../../../../../src/delivery/fm/wire/ascii-profile.ts';
import { ALARM, CALM, faults, grades, type Peer, scene } from './encoder-scene.ts';

const PROFILES = Object.keys(ASCII_PROFILES) as AsciiProfileName[];
const STATE = { ...ALARM, rt: 'LU QUET', groups: ['B0A71A5F0001'], rtPlus: [{ type: 12, start: 0, length: 6 }] };
const lines = (name: AsciiProfileName, state = STATE) =>
  new AsciiDialect(name, '').commands(state, false).map(({ body }) => body && Buffer.from(body).toString('latin1'));

test('a state in the words of each maker', () => {
  expect(lines('pira')).toEqual([
    ...['PI=7A01\r', 'PS=XA TAN\r', 'TP=1\r', 'PTY=31\r', 'G=B0A71A5F0001\r', 'RT1=LU QUET\r', 'TA=1\r'],
    'RTP=12,00,06,00,00,00\r',
  ]);
  expect(lines('deva')).toEqual([
    ...['PI=7A01\r', 'PS=XA TAN\r', 'TP=1\r', 'PTY=31\r', 'G=B0A71A5F0001\r', 'TEXT=LU QUET\r', 'TA=1\r'],
  ]);
  expect(lines('minirds')).toEqual([
    ...['PI 7A01\n', 'PS XA TAN\n', 'TP 1\n', 'PTY 31\n', null, 'RT LU QUET\n', 'TA 1\n', 'RTP 12,00,06,00,00,00\n'],
  ]);
  expect(lines('pira', { ...STATE, ta: false })[0]).toBe('TA=0\r');
});

test.each(PROFILES)('whatever the text holds, %s gets one line for one command', (name) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      const state = { ...STATE, rt: `A\r\nTA=1\r${text}`, ps: text, pi: text, groups: [text] };
      for (const line of lines(name, state)) {
        if (line === null) continue;
        expect(line.slice(0, -1)).toMatch(/^[ -~]*$/);
        expect(line.at(-1)).toBe(ASCII_PROFILES[name].ends);
      }
    }),
    { numRuns: 500, seed: 7 },
  );
});

/** An encoder of text lines that keeps what it is told. */
function textEncoder(answer: (line: string) => string): Peer & { readonly lines: string[] } {
  const got: string[] = [];
  return {
    lines: got,
    got(bytes, far) {
      const line = Buffer.from(bytes).toString('latin1').trim();
      got.push(line);
      far.say(answer(line));
    },
  };
}

describe('answers', () => {
  test.each([
    ['pira', '+\r\n\r\n'],
    ['pira', '+'],
    ['deva', 'OK\r\n'],
  ] as const)('of %s: %j accepts', async (profile, answer) => {
    const peer = textEncoder(() => answer);
    const { line, clock, facts } = scene(peer, { profile, answers: true });
    line.show(ALARM, 1);
    line.start();
    await clock.advance(1000);
    expect(grades(facts)).toEqual(['1 sent', '1 F0']);
    expect(peer.lines[0]).toBe('TA=0');
    expect(peer.lines.at(-1)).toBe('TA=1');
    await line.stop();
    expect(peer.lines.at(-1)).toBe('TA=0');
  });

  test.each([
    ['pira', '-\r\n'],
    ['pira', '!\r\n'],
    ['pira', '/'],
    ['deva', 'NO!\r\n'],
    ['deva', 'ERROR 3\r\n'],
  ] as const)('of %s: %j refuses', async (profile, answer) => {
    const yes = profile === 'pira' ? '+\r\n' : 'OK\r\n';
    const { line, clock, facts } = scene(
      textEncoder((said) => (said.startsWith('PTY') ? answer : yes)),
      { profile, answers: true },
    );
    line.show(ALARM, 1);
    line.start();
    await clock.advance(1000);
    expect(faults(facts)).toEqual([`1 encoder_refused: pty: ${answer.trim()}`]);
    expect(grades(facts)).toEqual(['1 sent']);
    await line.stop();
  });

  test('with a greeting, an echo and a line without end between them', async () => {
    const peer = textEncoder((said) => `${said}\r\nOK\r\n`);
    const noisy: Peer = { ...peer, opened: (far) => far.say(`HELLO\r\n${'x'.repeat(100_000)}\r\n`) };
    const { line, clock, facts } = scene(noisy, { profile: 'deva', answers: true });
    line.show(CALM, 1);
    line.start();
    await clock.advance(1000);
    expect(grades(facts)).toEqual(['1 sent', '1 F0']);
    await line.stop();
  });

  test('a late answer is not taken for that of the next command', async () => {
    const said: string[] = [];
    let late: string[] = [];
    const { line, clock, facts } = scene(
      {
        got(bytes, far) {
          said.push(Buffer.from(bytes).toString('latin1').trim());
          // The first is answered when it was asked three times; then the text is refused.
          if (said.length < 3) late.push('+\r\n');
          else if (said.length === 3) far.say('+\r\n');
          else {
            const answers = said.at(-1)?.startsWith('PI') ? [...late, '-\r\n'] : ['+\r\n'];
            late = [];
            for (const one of answers) far.say(one);
          }
        },
      },
      { profile: 'pira', answers: true },
    );
    line.show(CALM, 1);
    line.start();
    await clock.advance(7000);
    expect(said.slice(0, 4)).toEqual(['TA=0', 'TA=0', 'TA=0', 'PI=7A01']);
    expect(faults(facts)).toEqual(['1 encoder_refused: pi: -']);
    await line.stop();
  });

  test('a password is said first, and never told on', async () => {
    const peer = textEncoder((said) => (said === 'sesame' ? 'NO!\r\n' : 'OK\r\n'));
    const { line, clock, facts } = scene(peer, { profile: 'deva', password: 'sesame', answers: true });
    line.show(CALM, 1);
    line.start();
    await clock.advance(1000);
    expect(peer.lines.slice(0, 2)).toEqual(['sesame', 'TA=0']);
    expect(faults(facts)).toEqual(['1 encoder_refused: password: NO!']);
    await line.stop();
  });

  test('what a maker has no word for is refused here, and told for each state', async () => {
    const got: string[] = [];
    const { line, clock, facts } = scene(
      { got: (bytes) => void got.push(Buffer.from(bytes).toString('latin1')) },
      { profile: 'minirds', answers: true },
    );
    line.show(STATE, 1);
    line.start();
    await clock.advance(3000);
    line.show(STATE, 2);
    await clock.advance(3000);
    const detail = 'encoder_refused: group B0A71A5F0001: not possible here';
    expect(faults(facts)).toEqual([`1 ${detail}`, `2 ${detail}`]);
    expect(got).toContain('TA 1\n');
    expect(grades(facts)).toEqual(['1 sent', '2 sent']);
    await line.stop();
  });
});

test.each([
  ['deva', /^(\w+)\?$/, (name: string, value: string) => `${name}=${value}\r\n`],
  ['deva', /^(\w+)\?$/, (_: string, value: string) => `${value}\r\n`],
  ['pira', /^(\w+)$/, (_: string, value: string) => `${value}\r\n\r\n`],
] as const)('%s is read back', async (profile, question, answer) => {
  const has = new Map<string, string>();
  const yes = profile === 'pira' ? '+\r\n\r\n' : 'OK\r\n';
  const peer = textEncoder((said) => {
    const asked = question.exec(said)?.[1];
    if (asked !== undefined) return answer(asked, has.get(asked) ?? '');
    const [name = '', value = ''] = said.split('=', 2);
    has.set(name, value);
    return yes;
  });
  const { line, clock, facts } = scene(peer, { profile, answers: true, readsBack: true });
  line.show(ALARM, 1);
  line.start();
  await clock.advance(1000);
  expect(grades(facts)).toEqual(['1 sent', '1 F0', '1 F1']);
  has.set('PS', 'RADIO X');
  await clock.advance(31_000);
  expect(faults(facts)).toEqual(['1 encoder_refused: ps: reads "RADIO X", was told "XA TAN"']);
  expect(has.get('PS')).toBe('XA TAN');
  expect(facts.at(-1)).toEqual({ fact: 'well' });
  await line.stop();
});
