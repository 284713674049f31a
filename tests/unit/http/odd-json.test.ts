import { describe, expect, test } from 'vitest';
import { refuseOddJson } from '../../../src/http/odd-json.ts';

const verdict = (text: string | Uint8Array) => {
  try {
    refuseOddJson(typeof text === 'string' ? Buffer.from(text) : text);
    return 'taken';
  } catch (error) {
    return (error as { values: { problem: string } }).values.problem;
  }
};

describe('refused', () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    ['a key twice', '{"areaId":"are_1","areaId":"are_9"}', /"areaId" × 2/],
    ['a key twice, once in other letters', String.raw`{"areaId":1,"area\u0049d":9}`, /areaId/],
    ['a key twice, far inside', '{"a":[{"b":{"c":1,"d":2,"c":3}}]}', /"c" × 2/],
    ['__proto__ twice', '{"__proto__":1,"__proto__":2}', /__proto__/],
    ['half a letter', String.raw`{"name":"\ud83d"}`, /ud800/],
    ['the other half', String.raw`{"name":"a\udc00b"}`, /ud800/],
    ['half a letter as a key', String.raw`{"\ud83d":1}`, /ud800/],
    ['no end', '{"gainDb":1e400}', /1e400/],
    ['no end, below', '[-1e999]', /1e999/],
    ['less than nothing', '{"gainDb":-0}', /-0/],
    ['less than nothing, written long', '{"gainDb":-0.0e1}', /-0/],
    ['bytes that are no letters', Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]), /UTF-8/],
    ['an overlong letter', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), /UTF-8/],
    ['too deep', '['.repeat(33), /> 32/],
    ['far too deep', '{"a":'.repeat(50_000), /> 32/],
  ])('%s', (_name, text, problem) => expect(verdict(text)).toMatch(problem));
});

describe('left to the parser and the contract', () => {
  test.each([
    '{"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]}',
    '{"a":"b","b":"a","c":"a"}',
    '{"a":"\\"a\\":1,\\"a\\":2","b":"{[{[{["}',
    '["a","a","a"]',
    '{"a":{"b":1},"b":{"a":1}}',
    String.raw`{"name":"\ud83d\ude00 Thôn Đông"}`,
    '{"big":9007199254740993,"small":-12.5e-3,"none":0}',
    '["-0 is said here","1e400 too"]',
    '"thôn"',
    '{"broken":',
    '',
    '{"a" "b"}',
  ])('%s', (text) => expect(verdict(text)).toBe('taken'));
});

test('the longest body is read in no time', () => {
  const long = `{"text":"${String.raw`\n`.repeat(120_000)}"}`;
  const wide = `{${Array.from({ length: 20_000 }, (_, at) => `"k${at}":${at}`).join(',')}}`;
  const began = performance.now();
  expect([verdict(long), verdict(wide)]).toEqual(['taken', 'taken']);
  expect(performance.now() - began).toBeLessThan(1000);
});
