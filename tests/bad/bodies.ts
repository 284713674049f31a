/** A03, A04, A07 to A11, A18, A21, A25, A27: what stands in bodies. */
import type { AskRow, BadRow } from './rows.ts';

type More = Partial<Omit<AskRow, 'kind' | 'id' | 'what'>>;
const post = (
  id: AskRow['id'],
  what: string,
  path: string,
  body: unknown,
  status: AskRow['status'],
  more: More = {},
): AskRow => ({
  ...{ kind: 'ask', method: 'POST', path: `/api/v1${path}`, headers: { 'content-type': 'application/json' } },
  ...{ id, what, body, status },
  ...more,
});
const area = { kind: 'thôn', name: 'A' };
const broadcast = { bulletinId: '{bulletin}', zoneIds: ['{zone}'] };
const rule = { title: 'R', ...broadcast, pattern: { every: 'daily', times: ['07:00'] }, confirmUnusual: true };
const alert = {
  title: 'Lũ quét',
  reason: 'nước lên nhanh',
  recordingId: '{recording}',
  zoneIds: ['{zone}'],
  confirm: true,
};
/** Signs that do harm where somebody forgets what is text and what is code. */
const HARMFUL: ReadonlyArray<readonly [string, string]> = [
  ['markup', '<script>alert(1)</script>'],
  ['markup in a name', '"><img src=x onerror=alert(1)>'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is what is tried
  ['a template', '{{7*7}} ${7*7} <%= 7*7 %>'],
  ['a header of its own', 'a%0d%0aSet-Cookie: loaxa_session=x'],
  ['an end of a query', `'; drop table areas; --`],
  ['a command', '$(id) `id` ; id | id'],
  ['a formula', '=HYPERLINK("http://evil.example")'],
  ['signs over signs', `a${'\u0301'.repeat(150)}`],
];

export const BODY_ROWS: readonly BadRow[] = [
  post('A03', 'a hundred thousand levels', '/areas', `${'['.repeat(100_000)}`, 400),
  post('A03', 'a body of 50 MB', '/areas', `{"kind":"x","name":"${'y'.repeat(50_000_000)}"}`, 413, {
    code: 'REQUEST_TOO_LARGE',
  }),
  post(
    'A03',
    'a key said twice',
    '/zones',
    '{"name":"Z","areaId":"{area}","areaId":"{otherArea}","endpointIds":[]}',
    400,
  ),
  post(
    'A03',
    'a key said twice in other letters',
    '/zones',
    String.raw`{"name":"Z","n\u0061me":"Y","endpointIds":[]}`,
    400,
  ),
  post('A03', 'half a letter', '/areas', String.raw`{"kind":"thôn","name":"\ud83d"}`, 400),
  post('A03', 'a number without end', '/endpoints', '{"name":"E","gainDb":-1e400}', 400),
  post('A03', 'minus nothing', '/endpoints', '{"name":"E","gainDb":-0}', 400),
  post('A03', 'an id that is a number', '/zones', '{"name":"Z","areaId":9007199254740993,"endpointIds":[]}', 400),
  post(
    'A03',
    'an id that is a number in quotes',
    '/zones',
    '{"name":"Z","areaId":"9007199254740993","endpointIds":[]}',
    400,
  ),
  post('A03', 'bytes that are no text', '/areas', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 400),
  post('A03', 'no JSON', '/areas', '{"kind":', 400),

  post('A04', '__proto__', '/areas', '{"kind":"x","name":"y","__proto__":{"admin":true}}', 400),
  post('A04', 'constructor', '/areas', '{"kind":"x","name":"y","constructor":{"prototype":{"a":1}}}', 400),
  post('A04', 'a role of one’s own choice', '/people', { name: 'kẻ lạ', rights: [], role: 'admin' }, 400),
  post('A04', 'an id of one’s own choice', '/areas', { ...area, id: 'are_mine' }, 400),
  post('A04', 'a state of one’s own choice', '/broadcasts', { ...broadcast, status: 'played' }, 400),
  post('A04', 'an area that is not asked for', '/broadcasts', { ...broadcast, area_id: '{area}' }, 400),
  post('A04', 'a right in an unknown verb', '/people', { name: 'x', rights: [{ verb: 'root', areaId: null }] }, 400),

  ...[-60_000, 'no'].map((at) =>
    post(
      'A07',
      at === 'no' ? 'a start without an offset' : 'a start in the past',
      '/broadcasts',
      {
        ...broadcast,
        startAt: at === 'no' ? '2027-01-01T07:00:00' : 1_000,
      },
      [400, 422],
    ),
  ),
  ...([8.64e15 + 1, 253_402_300_800_000, 1.5, -1, '2027-02-30', '24:00', '+07:30', true] as const).map((startAt) =>
    post('A07', `a start at ${startAt}`, '/broadcasts', { ...broadcast, startAt }, 400),
  ),
  ...(
    [
      ['the 30th of February', { every: 'once', date: '2027-02-30', time: '07:00' }],
      ['24:00', { every: 'daily', times: ['24:00'] }],
      ['a second that is only sometimes', { every: 'daily', times: ['23:59:60'] }],
      ['an offset in an hour', { every: 'daily', times: ['07:00+07:30'] }],
      ['an end before its start', { every: 'daily', times: ['07:00'], from: '2027-02-02', to: '2027-02-01' }],
      ['no time at all', { every: 'daily', times: [] }],
    ] as const
  ).map(([what, pattern]) => post('A07', `a rule with ${what}`, '/rules', { ...rule, pattern }, [400, 422])),
  post(
    'A07',
    'a bulletin that ends before it begins',
    '/bulletins',
    {
      ...{
        title: 'B',
        programmeId: '{programme}',
        recordingId: '{recording}',
        validFrom: 2_000_000_000_000,
        validTo: 1,
      },
    },
    [400, 422],
  ),

  { kind: 'deed', id: 'A08', what: 'five thousand speakers, one of them unknown', deed: 'fiveThousand' },

  ...['khẩn cấp ', 'KHAN_CAP', 'emergency', 99, -1, true, null].map((level) =>
    post('A09', `the level ${JSON.stringify(level)}`, '/broadcasts', { ...broadcast, level }, 400),
  ),

  { kind: 'deed', id: 'A10', what: 'an emergency without the right, and with it elsewhere', deed: 'emergencyOfOthers' },
  post('A10', 'an emergency that calls itself a test', '/alerts', { ...alert, test: true }, 400),
  {
    ...{ kind: 'absent', id: 'A10', what: 'a test that airs as the real thing, by a template' },
    because: 'alerts have no templates and no switch between test and real',
    words: ['isTest', 'testMode', 'drill', 'template of an alert', 'exercise'],
  },

  post('A11', 'a text of 1 MB', '/areas', { kind: 'thôn', name: 'a'.repeat(1_000_000) }, 413),
  post('A11', 'a name of 300 kB less', '/areas', { kind: 'thôn', name: 'a'.repeat(100_000) }, 400),
  post('A11', 'a name of spaces', '/areas', { kind: 'thôn', name: ' \t\n ' }, 400),
  { kind: 'deed', id: 'A11', what: 'signs that are code elsewhere are kept as text', deed: 'harmfulTexts' },
  {
    ...{ kind: 'elsewhere', id: 'A11', what: 'a formula in the log for Excel' },
    file: 'tests/unit/asrun/csv.test.ts',
    test: '=HYPERLINK',
  },

  post('A18', 'a password of 4,096 letters', '/session', { name: 'cán bộ', password: 'a'.repeat(4096) }, [400, 401], {
    anonymous: true,
  }),

  ...(
    [
      ['http://127.0.0.1:8000/', 'this machine'],
      ['http://[::ffff:127.0.0.1]:8000/', 'this machine in other letters'],
      ['http://0x7f000001/', 'this machine in base 16'],
      ['http://2130706433/', 'this machine as one number'],
      ['http://0177.0.0.1/', 'this machine in base 8'],
      ['http://0/', 'nowhere'],
      ['http://localhost./', 'this machine by name'],
      ['http://169.254.169.254/latest/meta-data/', 'what a cloud tells its machines'],
      ['http://user@host@127.0.0.1/', 'a name in front'],
      ['http://[fd12::1]/', 'a private network'],
      ['http://[64:ff9b::7f00:1]/', 'this machine behind a translator'],
      ['http://radio.example:22/', 'a port of another service'],
      ['http://radio.example:25/', 'mail'],
      ['http://radio.example:6379/', 'a database'],
      ['file:///etc/passwd', 'a file'],
      ['gopher://radio.example/', 'another protocol'],
      ['concat:http://a|http://b', 'what only ffmpeg knows'],
      ['pipe:0', 'a pipe'],
      ['data:audio/mpeg;base64,AAAA', 'data'],
    ] as const
  ).map(([url, what]) =>
    post('A21', `a relay from ${what}: ${url}`, '/relays', { name: 'R', url }, 422, { code: 'RELAY_URL' }),
  ),
  {
    ...{ kind: 'elsewhere', id: 'A21', what: 'every way out of the station, at the moment of connecting' },
    ...{ file: 'tests/e2e/ways-out.test.ts', test: 'is refused as it connects' },
  },

  { kind: 'deed', id: 'A25', what: 'a small body that swells to 100 MB', deed: 'swellingBody' },

  ...['/as-run?from=2000&to=1000', '/reports/villages?from=2026-12-01&to=2026-11-01'].map(
    (path): AskRow => ({
      ...{
        kind: 'ask',
        id: 'A27',
        what: `days the wrong way round: ${path}`,
        path: `/api/v1${path}`,
        status: [400, 422],
      },
    }),
  ),
];

export { HARMFUL };
