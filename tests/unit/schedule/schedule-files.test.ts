import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isScheduleFile, MOST_FILE_BYTES, readScheduleFile, scheduleFileJsonSchema } from '#schedule';
import { FOLDER, rule, village } from './village.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const START = '2026-11-23T12:00:00+07:00';

/** A good file of one rule per key. */
function good(...keys: string[]): string {
  const one = (key: string) => `  - key: ${key}
    title: "Bản tin sáng"
    bulletin: Bản tin 1
    zones: [Toàn xã]
    pattern:
      every: daily
      times: ["05:30"]
`;
  return keys.length === 0 ? 'rules: []\n' : `rules:\n${keys.map(one).join('')}`;
}

/** The line, field and problem of a refusal, or how many rules were read. */
function read(text: string | Uint8Array): string {
  try {
    return `${readScheduleFile('a.yaml', typeof text === 'string' ? bytes(text) : text).length} rules`;
  } catch (error) {
    const { code, values } = error as { code: string; values: Record<string, { en: string } | undefined> };
    expect(code).toBe('SCHEDULE_FILE');
    expect(values['file']).toBe('a.yaml');
    return `${values['line']} | ${values['field']} | ${values['problem']?.en}`;
  }
}

describe('a schedule file that is wrong names its line and field', () => {
  const laughs = `a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n`;
  const at = (line: string) => good('a').replace('times: ["05:30"]', line);
  it.each<[string, string | Uint8Array, RegExp]>([
    ['Y01 billion laughs', laughs, /^1 \| &a \| anchors and aliases/],
    ['Y01 alias', good('a').replace('[Toàn xã]', '*z'), /aliases|not well-formed/],
    ['Y01 merge key', `rules: []\n<<: {a: 1}\n`, /^2 \| << \| merge keys/],
    ['Y02 __proto__', `rules: []\n__proto__: {x: 1}\n`, /^2 \| __proto__ \| is not a known field/],
    ['Y02 constructor', `rules: []\nconstructor: 1\n`, /^2 \| constructor \| is not a known field/],
    [
      'Y02 __proto__ as a date',
      at('times: ["05:30"]\n      replaced: {__proto__: ["06:00"]}'),
      /^9 \| .*a date must exist/,
    ],
    ['Y02 js/function', `rules: !!js/function "f"\n`, /^1 \| - \| the type tag/],
    ['Y02 python', `rules: !!python/object:x []\n`, /the type tag/],
    ['Y02 binary', `rules: !!binary aGVsbG8=\n`, /the type tag/],
    ['Y02 custom', `rules: !x []\n`, /the type tag/],
    [
      'Y03 duplicate key',
      good('a').replace('    title:', '    title: "x"\n    title:'),
      /^4 \| title \| is listed twice/,
    ],
    ['Y03 tab indent', 'rules:\n\t- key: a\n', /^2 \| - \| is not well-formed YAML/],
    ['Y03 mixed indent', `rules:\n  - key: a\n   title: x\n`, /^\d \| - \| is not well-formed YAML/],
    ['Y03 two documents', `rules: []\n---\nrules: []\n`, /^\d \| - \| only one document/],
    ['Y03 YAML 1.1 directive', `%YAML 1.1\n---\nrules: []\n`, /directives/],
    ['Y04 number with leading zero', at('times: [0530]'), /^8 \| rules\.0\.pattern\.times\.0 \| must be text/],
    ['Y04 no quotes, no zero', at('times: [5:30]'), /^8 \| .*times\.0 \| a time is written in quotes/],
    ['Y04 date that is none', at('times: ["05:30"]\n      from: 2026-13-01'), /^9 \| .*from \| a date must exist/],
    ['Y04 null', at('times: ~'), /^8 \| .*times \| must be a list/],
    ['Y04 infinity', at('times: [.inf]'), /^8 \| .*times\.0 \| must be text/],
    [
      'Y04 yes is no truth value',
      good('a').replace('    pattern', '    active: yes\n    pattern'),
      /^6 \| rules\.0\.active \| must be true or false/,
    ],
    ['Y05 zone that is a number', good('a').replace('[Toàn xã]', '[007]'), /^5 \| rules\.0\.zones\.0 \| must be text/],
    ['Y05 zone 1e3', good('a').replace('[Toàn xã]', '[1e3]'), /zones\.0 \| must be text/],
    [
      'Y07 typo',
      good('a').replace('bulletin:', 'buletin:'),
      /^2 \| rules\.0\.bulletin \| is missing|^4 \| rules\.0\.buletin/,
    ],
    [
      'Y07 typo beside all fields',
      good('a').replace('    pattern', '    acitve: true\n    pattern'),
      /^6 \| rules\.0\.acitve \| .*did you mean "active"/,
    ],
    ['Y09 include', `rules: !include other.yaml\n`, /the type tag/],
    ['Y09 environment', good('a').replace('"05:30"', '"$HOME"'), /a time is written in quotes/],
    [
      'neither bulletin nor template',
      good('a').replace('    bulletin: Bản tin 1\n', ''),
      /^2 \| rules\.0\.bulletin \| names exactly one/,
    ],
    [
      'bulletin and template',
      good('a').replace('    zones', '    template: Khung sáng\n    zones'),
      /^4 \| rules\.0\.bulletin \| names exactly one/,
    ],
    [
      'a start that there is not',
      good('a').replace('    zones', '    start: soon\n    zones'),
      /^5 \| rules\.0\.start \| must be next, cut-in or "wait 60s"/,
    ],
    [
      'a wait of 11 minutes',
      good('a').replace('    zones', '    start: wait 660s\n    zones'),
      /^5 \| rules\.0\.start \| must be next/,
    ],
    ['an hour that does not exist', at('times: ["25:00"]'), /^8 \| .*times\.0 \| a time is written in quotes/],
    ['missing pattern', good('a').replace(/ {4}pattern[\s\S]*/, ''), /^2 \| rules\.0\.pattern \| /],
    ['not YAML', 'rules: ][\n', /^1 \| - \| is not well-formed YAML/],
    ['no rules', 'lich: []\n', /rules \| is missing|lich/],
    ['a list', '- a\n', /^1 \| rules \| must be a set of named fields/],
    ['empty text', '# nothing\n', /^1 \| rules \| must be a set of named fields/],
    ['same key twice', good('a', 'a'), /^9 \| rules\.1\.key \| the key "a" is used by another rule/],
    ['bad key', good('A b'), /^2 \| rules\.0\.key \| has only small letters/],
    [
      'cron',
      at('expression: "* * * * * *"').replace('daily', 'cron'),
      /^8 \| rules\.0\.pattern\.expression \| has six fields/,
    ],
    ['too often', at('times: ["05:30", "05:31"]'), /^6 \| rules\.0\.pattern \| This rule fires more often|^5 \|/],
    [
      'never',
      at('times: ["05:30"]\n      from: "2027-02-01"\n      until: "2027-01-01"'),
      /^10 \| .*until \| the last day lies before/,
    ],
    ['key that is a list', 'rules: {? [a] : b}\n', /^1 \| - \| the name of a field must be one word/],
    ['deep', `rules: ${'['.repeat(5000)}`, /nested too deep/],
    ['deep, closed', `rules: ${'['.repeat(5000)}${']'.repeat(5000)}`, /nested too deep/],
    ['deep in block', `rules:\n${'- '.repeat(3000)}x\n`, /nested too deep/],
    ['deep by indent', Array.from({ length: 40 }, (_, n) => `${' '.repeat(n)}a:`).join('\n'), /nested too deep/],
    ['not UTF-8', Uint8Array.of(0x72, 0xff, 0xfe), /^1 \| - \| the file is not UTF-8/],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toMatch(expected);
  });

  it('takes BOM, CRLF, comments, an unquoted 05:30 as that text, and names like No', () => {
    expect(read(`\uFEFF${good('a').replaceAll('\n', '\r\n')}`)).toBe('1 rules');
    const [plain] = readScheduleFile('a.yaml', bytes(good('a').replace('"05:30"', '05:30').replace('Toàn xã', 'No')));
    expect(plain).toMatchObject({ zones: ['No'], pattern: { times: ['05:30'] }, active: true, line: 2 });
    expect(read('rules: []')).toBe('0 rules');
  });

  it('spends bounded work on hostile megabytes', () => {
    const many = (count: number) => Array.from({ length: count }, (_, n) => `k${n}: 1`).join('\n');
    const big = ['\n'.repeat(MOST_FILE_BYTES), '- '.repeat(5e5), '"'.repeat(1e6), '{'.repeat(1e6), many(100_000)];
    const floods = [...big, many(19_000), `[${','.repeat(60_000)}]`, `{${many(9000)}}`, 'a: b\n'.repeat(19_000)];
    for (const flood of floods) {
      const started = performance.now();
      expect(read(flood)).toMatch(/\|/);
      expect(performance.now() - started).toBeLessThan(3000);
    }
  });
});

describe('the folder of schedule files', () => {
  const put = (files: Awaited<ReturnType<typeof village>>['files'], name: string, text: string) =>
    files.replace(`${FOLDER}/${name}`, bytes(text));

  it('takes a new file into use without a restart, and its changes, rule by rule', async () => {
    const { schedule, files, ports } = await village(START);
    await put(files, 'a.yaml', good('sang', 'chieu'));
    expect(await schedule.runOnce()).toMatchObject({ accepted: 4 });
    expect(schedule.files()).toEqual([
      {
        file: 'a.yaml',
        state: 'ok',
        rules: 2,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        loadedAt: Date.parse(START),
      },
    ]);
    const before = await schedule.rules();
    await put(files, 'a.yaml', `# nhận xét mới\n${good('sang')}`);
    const [status] = await schedule.reload();
    expect(status).toMatchObject({ state: 'ok', rules: 1 });
    const after = await schedule.rules();
    expect(after.map(({ source, version }) => [source?.key, version])).toEqual([['sang', 1]]);
    expect(before.map(({ id }) => id)).toContain(after[0]?.id);
    expect(ports.cancelled.size).toBe(2);
  });

  it('keeps the last good version when the next one is wrong, and says where', async () => {
    const { schedule, files } = await village(START);
    await put(files, 'a.yaml', good('sang'));
    await schedule.reload();
    await put(files, 'a.yaml', good('sang').replace('05:30', '5h30'));
    const [status] = await schedule.reload();
    expect(status).toMatchObject({
      state: 'bad',
      rules: 1,
      loadedAt: Date.parse(START),
      error: { code: 'SCHEDULE_FILE' },
    });
    expect(status?.error?.text.vi).toContain('dòng 8, mục rules.0.pattern.times.0');
    expect(status?.error?.text.vi).toContain('Bản tốt gần nhất vẫn được dùng');
    expect((await schedule.rules())[0]?.pattern).toMatchObject({ times: ['05:30'] });
    await put(files, 'a.yaml', good('sang').replace('05:30', '06:30'));
    expect(await schedule.reload()).toMatchObject([{ state: 'ok', rules: 1 }]);
    expect((await schedule.rules())[0]).toMatchObject({ version: 2, pattern: { times: ['06:30'] } });
  });

  it('one bad file does not stop another', async () => {
    const { schedule, files } = await village(START);
    await put(files, 'a.yaml', 'rules: ][');
    await put(files, 'b.yml', good('sang'));
    expect((await schedule.reload()).map(({ file, state }) => `${file} ${state}`)).toEqual(['a.yaml bad', 'b.yml ok']);
  });

  it('waits for a bulletin or zone that is not there yet, and asks when a name fits several', async () => {
    const { schedule, files, ports } = await village(START);
    await put(files, 'a.yaml', good('sang').replace('Bản tin 1', 'Chưa có'));
    await put(files, 'b.yaml', good('sang').replace('Toàn xã', 'Thôn 1'));
    const [a, b] = await schedule.reload();
    expect(a?.error?.text.en).toContain('line 2, field rules.0.bulletin: there is no bulletin');
    expect(b?.error?.text.en).toContain('rules.0.zones.0: several zones are named "Thôn 1"');
    ports.titles.set('Chưa có', ['bul_2']);
    expect(await schedule.reload()).toMatchObject([{ state: 'ok' }, { state: 'bad' }]);
  });

  it('believes that a file is gone the second time, and never that all are', async () => {
    const { schedule, files } = await village(START);
    await put(files, 'a.yaml', good('sang'));
    await put(files, 'b.yaml', good('chieu'));
    await schedule.reload();
    await files.remove(`${FOLDER}/a.yaml`);
    await schedule.reload();
    expect(await schedule.rules()).toHaveLength(2);
    await schedule.reload();
    expect((await schedule.rules()).map(({ source }) => source?.file)).toEqual(['b.yaml']);
    await files.remove(`${FOLDER}/b.yaml`);
    for (let times = 0; times < 3; times++) await schedule.reload();
    expect(schedule.files()).toMatchObject([{ file: 'b.yaml', state: 'bad', rules: 1 }]);
    expect(await schedule.rules()).toHaveLength(1);
    await put(files, 'b.yaml', 'rules: []');
    await schedule.reload();
    expect(await schedule.rules()).toEqual([]);
  });

  it('after a restart the same files change nothing', async () => {
    const { schedule, another, files, ports } = await village(START);
    await put(files, 'a.yaml', good('sang'));
    await schedule.runOnce();
    const again = another();
    await again.runOnce();
    expect(again.files()).toMatchObject([{ state: 'ok', rules: 1 }]);
    expect((await again.rules())[0]?.version).toBe(1);
    expect(ports.batches).toEqual([2]);
  });

  it('refuses empty and oversized files unparsed', async () => {
    const { schedule, files } = await village(START);
    await put(files, 'a.yaml', '');
    await put(files, 'b.yaml', `${good('sang')}#${'x'.repeat(MOST_FILE_BYTES)}`);
    const [a, b] = await schedule.reload();
    expect(a?.error?.text.en).toContain('the file is empty');
    expect(b?.error?.text.en).toContain('larger than 1048576 bytes');
  });

  it('a rule from a file is changed in that file alone', async () => {
    const { schedule, files } = await village(START);
    await put(files, 'a.yaml', good('sang'));
    await schedule.reload();
    const [own] = await schedule.rules();
    await expect(schedule.changeRule(own?.id ?? '', rule())).rejects.toMatchObject({ code: 'RULE_FROM_FILE' });
    await expect(schedule.retireRule(own?.id ?? '')).rejects.toMatchObject({ code: 'RULE_FROM_FILE' });
  });

  it.each([
    ['a.yaml', true],
    ['A.YML', true],
    ['example-weekday.yaml', false],
    ['.a.yaml', false],
    ['a.yaml~', false],
    ['schema.json', false],
  ])('%s is a schedule file: %s', (name, expected) => {
    expect(isScheduleFile(name)).toBe(expected);
  });
});

describe('what stands in schedules/', () => {
  it('the example is a good file', () => {
    const example = readFileSync('schedules/example-weekday.yaml');
    expect(readScheduleFile('example-weekday.yaml', example).map(({ key }) => key)).toEqual([
      'ban-tin-sang',
      'phap-luat',
      'thu-sau-13',
    ]);
  });

  it('the JSON schema is the one that zod gives', () => {
    const written = JSON.parse(readFileSync('schedules/schema.json', 'utf8'));
    const hint = 'run: node scripts/run.mjs scripts/schedule-schema.ts';
    expect(written, hint).toEqual(JSON.parse(JSON.stringify(scheduleFileJsonSchema())));
  });
});
