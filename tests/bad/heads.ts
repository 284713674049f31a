/** A01, A02, A12 to A15, A20: heads, addresses, methods, other sites. */
import type { AskRow, BadRow, RawRow } from './rows.ts';

const AREA = '{"kind":"thôn","name":"A"}';
const post = (...headers: string[]) => [
  ...['POST /api/v1/areas HTTP/1.1', 'Host: {host}', 'Cookie: {cookie}', 'Content-Type: application/json'],
  ...[...headers, '', AREA],
];
const raw = (
  id: RawRow['id'],
  what: string,
  lines: readonly string[],
  status: RawRow['status'],
  end?: string,
): RawRow => ({
  ...{ kind: 'raw', id, what, lines, status },
  ...(end === undefined ? {} : { end }),
});
const ask = (
  id: AskRow['id'],
  what: string,
  path: string,
  status: AskRow['status'],
  more: Partial<AskRow> = {},
): AskRow => ({
  ...{ kind: 'ask', id, what, path, status },
  ...more,
});
const chunked = `${Buffer.byteLength(AREA).toString(16)}\r\n${AREA}\r\n0\r\n\r\n`;

export const HEAD_ROWS: readonly BadRow[] = [
  raw(
    'A01',
    'a length and chunks at once',
    [...post('Content-Length: 5', 'Transfer-Encoding: chunked').slice(0, -1), chunked],
    400,
  ),
  raw('A01', 'two lengths that differ', post('Content-Length: 5', 'Content-Length: 27'), 400),
  raw('A01', 'a length that is no number', post('Content-Length: 0x1b'), 400),
  raw('A01', 'a coding that is not the last', post('Transfer-Encoding: chunked, identity'), 400),
  raw('A01', 'a header that goes on in the next line', post('X-Long: a', ' b', 'Content-Length: 27'), 400),
  raw('A01', 'line ends without CR', post('Content-Length: 27'), 400, '\n'),
  raw('A01', 'a space before the colon', post('Content-Length : 27'), 400),
  raw('A01', 'a NUL in a header', post('X-Odd: a\0b', 'Content-Length: 27'), 400),
  raw(
    'A02',
    'two thousand and one headers',
    post(...Array.from({ length: 2001 }, (_, at) => `h${at % 10}:1`), 'Content-Length: 27'),
    [400, 431],
  ),
  raw('A02', 'a header of 64 kB', post(`X-Big: ${'a'.repeat(65_536)}`, 'Content-Length: 27'), 431),
  raw('A02', 'two hosts', post('Host: evil.example', 'Content-Length: 27'), 400),
  raw('A02', 'no host', ['GET /api/v1/areas HTTP/1.1', 'Cookie: {cookie}', '', ''], 400),
  raw(
    'A02',
    'an address with another host in it',
    ['GET http://evil.example/api/v1/areas HTTP/1.1', 'Host: {host}', 'Cookie: {cookie}', '', ''],
    400,
  ),
  raw('A02', 'what a proxy is asked', ['CONNECT evil.example:443 HTTP/1.1', 'Host: {host}', '', ''], [0, 400]),

  ask('A12', 'up and out', '/api/v1/recordings/..%2f..%2f..%2fetc%2fpasswd', [400, 404]),
  ask('A12', 'up and out, written twice', '/api/v1/recordings/%252e%252e%252fetc', [400, 404]),
  ask('A12', 'a NUL in an id', '/api/v1/recordings/rec_1%00', 400),
  ask('A12', 'an overlong slash', '/api/v1/recordings/%c0%af', 400),
  ask('A12', 'half a percent sign', '/api/v1/recordings/%zz', 400),
  ask('A12', 'an id in capitals', '/api/v1/recordings/REC_1', 400, { code: 'REQUEST_INVALID' }),
  ask('A12', 'the id of another kind', '/api/v1/broadcasts/{zone}', 404, { code: 'NOT_FOUND' }),
  raw(
    'A12',
    'dots in the address of a file',
    ['GET /assets/../../package.json HTTP/1.1', 'Host: {host}', '', ''],
    [400, 403, 404],
  ),
  raw(
    'A12',
    'dots in the address of a file, written in percent',
    ['GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1', 'Host: {host}', '', ''],
    [400, 403, 404],
  ),

  ask('A13', 'a limit beyond all', '/api/v1/recordings?limit=1e9', 400),
  ask('A13', 'an order that nobody offers', '/api/v1/areas?sort=password', 400),
  ask('A13', 'a choice of fields that nobody offers', '/api/v1/people?fields=*', 400),
  ask('A13', 'a wish said twice', '/api/v1/broadcasts?limit=1&limit=2000', 400),
  ask('A13', 'a wish said twice, where one is text', '/api/v1/as-run?village=A&village=B', 400),
  ask('A13', 'a list where a word belongs', '/api/v1/as-run?village[]=A', 400),
  ask('A13', 'a map where a word belongs', '/api/v1/as-run?village[$ne]=A', 400),
  ask('A13', '__proto__ in the address', '/api/v1/as-run?__proto__=1', 400),

  ...['TRACE', 'PATCH', 'PROPFIND', 'BREW'].map((method) =>
    raw(
      'A14',
      `${method} of a list`,
      [`${method} /api/v1/areas HTTP/1.1`, 'Host: {host}', 'Cookie: {cookie}', '', ''],
      400,
    ),
  ),
  {
    kind: 'deed',
    id: 'A14',
    what: 'reading by GET, HEAD and OPTIONS changes nothing, on any route',
    deed: 'readEverything',
  },

  ...(
    [
      [
        'a form of another site',
        { 'sec-fetch-site': 'cross-site', 'content-type': 'application/x-www-form-urlencoded' },
      ],
      ['JSON as plain text from another site', { 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' }],
      ['a sandboxed page', { origin: 'null' }],
      ['a neighbour below our name', { origin: 'http://x.{host}' }],
      ['a name that begins like ours', { origin: 'http://{host}.evil.example' }],
      ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
      ['a browser that says where it comes from', { 'sec-fetch-site': 'same-site' }],
    ] as const
  ).map(([what, headers]) =>
    ask('A15', what, '/api/v1/areas', 403, { method: 'POST', headers, body: AREA, code: 'CROSS_SITE' }),
  ),
  ask('A15', 'a form of nobody', '/api/v1/areas', 400, {
    ...{ method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'kind=a&name=b' },
  }),
  ask('A15', 'plain text of nobody', '/api/v1/areas', 400, {
    ...{ method: 'POST', headers: { 'content-type': 'text/plain' }, body: AREA },
  }),

  ask('A20', 'a header that says who one is', '/api/v1/areas', 401, {
    anonymous: true,
    headers: { 'x-user-id': '1', 'x-forwarded-user': 'admin', 'x-remote-user': 'admin', 'x-original-url': '/healthz' },
  }),
  ask('A20', 'a header that says another method', '/api/v1/session', 200, {
    headers: { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE', 'x-http-method': 'DELETE' },
  }),
  {
    ...{ kind: 'elsewhere', id: 'A20', what: 'a header that says where one comes from' },
    ...{ file: 'tests/unit/http/client-address.test.ts', test: 'x-forwarded-for' },
  },
];
