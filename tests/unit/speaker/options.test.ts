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
