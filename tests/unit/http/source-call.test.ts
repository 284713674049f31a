import { expect, test } from 'vitest';
import { basicOf, ChunkedBody, isSourceCall, readSourceHead } from '../../../src/http/source-call.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

test.each<[string, boolean | null]>([
  ['SOURCE /live/x ICE/1.0', true],
  ['PUT /live/x HTTP/1.1', true],
  ['OPTIONS * HTTP/1.1', true],
  ['OPTIONS /api/v1/session HTTP/1.1', false],
  ['SOUR', null],
  ['PUT /li', null],
  ['P', null],
  ['PUT /api/v1/uploads/x HTTP/1.1', false],
  ['POST /', false],
  ['GET / HTTP/1.1', false],
  ['source /live', false],
  ['\x16\x03\x01', false],
])('"%s" begins a source: %s', (text, expected) => {
  expect(isSourceCall(bytes(text))).toBe(expected);
});

test('a head is read whole or not at all', () => {
  const text = 'PUT /live/mnt_1 HTTP/1.1\r\nHost: a\r\nAuthorization: Basic eDp5\r\nExpect:100-continue\r\n\r\n';
  for (let end = 0; end < text.length; end += 1) expect(readSourceHead(bytes(text.slice(0, end)))).toBeNull();
  const head = readSourceHead(bytes(`${text}body`));
  if (head === null || head === 'bad') throw new Error('no head');
  expect([head.method, head.path, head.bytes]).toEqual(['PUT', '/live/mnt_1', text.length]);
  expect(head.headers.get('expect')).toBe('100-continue');
  expect(basicOf(head.headers.get('authorization'))).toEqual({ name: 'x', password: 'y' });
});

test.each([
  'SOURCE  HTTP/1.0\r\n\r\n',
  'SOURCE /live/a\r\n\r\n',
  'SOURCE /live/a HTTP/1.0\r\nno colon\r\n\r\n',
  `SOURCE /${'a'.repeat(20_000)}`,
])('what is no head is refused', (text) => {
  expect(readSourceHead(bytes(text))).toBe('bad');
});

test('a header made of blanks costs no more than its length', () => {
  const text = `SOURCE /live/a HTTP/1.0\r\na:${' '.repeat(16_000)}x\ny\r\n\r\n`;
  const startedMs = performance.now();
  const head = readSourceHead(bytes(text));
  expect(performance.now() - startedMs).toBeLessThan(100);
  if (head === null || head === 'bad') throw new Error('no head');
  expect(head.headers.get('a')).toBe('x\ny');
});

test.each([undefined, '', 'Bearer x', 'Basic', 'Basic %%%', `Basic ${Buffer.from('nocolon').toString('base64')}`])(
  'no name and password in %s',
  (header) => {
    expect(basicOf(header)).toBeNull();
  },
);

test('a chunked body is the same however it is cut', () => {
  const wire = bytes('5;x=1\r\nhello\r\nA\r\n0123456789\r\n0\r\n\r\n');
  for (let size = 1; size <= wire.length; size += 1) {
    const body = new ChunkedBody();
    let said = '';
    for (let at = 0; at < wire.length; at += size) {
      body.push(wire.subarray(at, at + size), (piece) => {
        said += Buffer.from(piece).toString();
      });
    }
    expect([said, body.state]).toEqual(['hello0123456789', 'over']);
  }
});

test.each(['zz\r\n', '5\r\nhelloX\r\n', '\r\n', `${'1'.repeat(9)}\r\n`, 'a'.repeat(2000)])(
  'a body that is not chunked is found out: %s',
  (text) => {
    const body = new ChunkedBody();
    body.push(bytes(text), () => undefined);
    expect(body.state).toBe('bad');
  },
);
