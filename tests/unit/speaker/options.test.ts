import { expect, test } from 'vitest';
import { readOptions } from '../../../src/speaker/options.ts';

const good = ['--server', 'http://tram:8080', '--data', 'loa', '--sink', 'wav:nghe.wav'];

test('a whole command line is understood', () => {
  expect(readOptions([...good, '--claim', 'ABCD-EFGH'])).toEqual({
    server: new URL('http://tram:8080'),
    claimCode: 'ABCD-EFGH',
    folder: 'loa',
    sink: { kind: 'wav', path: 'nghe.wav' },
  });
  expect(readOptions([...good.slice(0, 4), '--sink', 'alsa'])).toMatchObject({
    claimCode: null,
    sink: { kind: 'alsa' },
  });
  expect(readOptions([...good.slice(0, 4), '--sink', 'command:ffplay -i -'])).toMatchObject({
    sink: { kind: 'command', line: 'ffplay -i -' },
  });
});

test('the address of a QR code holds station and code', () => {
  const join = ['--join', 'http://tram:8080/#cum-loa/claim=ABCD-EFGH', ...good.slice(2)];
  expect(readOptions(join)).toMatchObject({ server: new URL('http://tram:8080'), claimCode: 'ABCD-EFGH' });
  for (const wrong of [
    ['--join', 'http://tram:8080/', ...good.slice(2)],
    ['--join', 'tram', ...good.slice(2)],
    [...join, '--server', 'http://khac:8080'],
    [...join, '--claim', 'XXXX-XXXX'],
  ])
    expect(readOptions(wrong)).toMatchObject({ problem: { vi: expect.stringContaining('--join') } });
});

test.each([
  [['--sink', 'radio'], '--sink'],
  [['--sink', 'wav:'], '--sink'],
  [['--server', 'ftp://tram'], '--server'],
  [['--server', 'tram'], '--server'],
  [['--data', ''], '--data'],
  [['--claim', 'a b'], '--claim'],
  [['--loud'], '--loud'],
])('%j is refused in two languages', (wrong, named) => {
  const options = readOptions([...good, ...wrong]);
  if (!('problem' in options)) throw new Error('it was taken');
  expect(options.problem.vi).toContain(named);
  expect(options.problem.en).toContain(named);
});
