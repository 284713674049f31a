import { expect, test } from 'vitest';
import { DEFAULT_RULES, defaultGate, type EndpointGate, openGate } from '#gate';
import { instantOf } from '#kernel';
import { type Asked, accountOf, type Course, type Party, type Trace } from '#why';

const ZONE = 'Asia/Ho_Chi_Minh';
const at = (time: string, date = '2026-11-23') => instantOf(date, time, ZONE) ?? Number.NaN;

const party = (broadcastId: string, more: Partial<Party> = {}): Party => ({
  broadcastId,
  title: `Tin ${broadcastId}`,
  level: 'scheduled',
  kind: 'bulletin',
  plannedAt: at('06:00'),
  acceptedAt: 1,
  precedence: 0,
  cutInAfterMs: null,
  ...more,
});
const course = (broadcastId: string, more: Partial<Course> = {}): Course => ({
  ...party(broadcastId),
  ...{ state: 'planned', reason: null, startAt: null, startedAt: null, endedAt: null, renderedMs: 0, closedAt: null },
  ...{ durationMs: 60_000, notAfter: at('06:05') },
  ...more,
});
const decision = (more: Partial<Extract<Trace, { what: 'decision' }>>): Trace => ({
  ...{ what: 'decision', at: at('06:00'), winner: null, onAir: null, preempted: null, candidates: [], expired: [] },
  ...more,
});
const asked = (more: Partial<Asked>): Asked => ({
  ...{ endpointName: 'Cụm 1', zone: ZONE, now: at('09:00'), at: at('06:00'), courses: [], traces: [], keptFrom: 0 },
  gate: openGate(ZONE),
  ...more,
});
const vi = (question: Asked) => accountOf(question).lines.map((line) => line.text.vi);

test('same level, told to cut in: it was the person’s will, not the level', () => {
  const winner = { ...party('B', { plannedAt: at('06:01'), cutInAfterMs: 0 }), startAt: at('06:01'), isReturn: false };
  const lines = vi(
    asked({ at: at('06:01'), traces: [decision({ at: at('06:01'), winner, onAir: party('A'), preempted: 'A' })] }),
  );
  expect(lines[0]).toBe(
    '“Tin B” (theo lịch) chen ngang “Tin A” (theo lịch) lúc 06:01: cùng mức, người đặt đã chọn chen ngang.',
  );
});

test('the order that a person gave is named', () => {
  const winner = { ...party('B', { precedence: -2 }), startAt: at('06:00'), isReturn: false };
  const loser = { ...party('A', { precedence: -1 }), hindrance: 'behind' } as const;
  expect(vi(asked({ traces: [decision({ winner, candidates: [loser] })] }))).toContain(
    '“Tin A” chờ sau “Tin B” (theo lịch): người phụ trách đã xếp thứ tự như vậy.',
  );
});

test('a rule that is not the gate’s has its reason; one of the gate has its clause', () => {
  const held = (hindrance: 'repeat_limit' | 'outside_hours') =>
    vi(
      asked({
        at: at('04:30'),
        gate: defaultGate(ZONE),
        courses: [course('A', { plannedAt: at('04:30') })],
        traces: [decision({ at: at('04:30'), candidates: [{ ...party('A', { plannedAt: at('04:30') }), hindrance }] })],
      }),
    ).find((line) => line.includes('bị giữ'));
  expect(held('repeat_limit')).toBe('“Tin A” bị giữ vì quá số lần phát lại trong ngày.');
  expect(held('outside_hours')).toBe('“Tin A” bị giữ vì giờ yên lặng 21:30–05:00 đến 05:00.');
});

const shut: ReadonlyArray<[string, Partial<EndpointGate>, string, string]> = [
  [
    'windows',
    {
      versions: [
        {
          from: '2026-01-01',
          rules: { ...DEFAULT_RULES, quietHours: [], windows: [{ name: 'sáng', from: '05:00', to: '06:00' }] },
        },
      ],
    },
    '06:30',
    'ngoài khung giờ được phát (05:00–06:00)',
  ],
  [
    'a weekday',
    { versions: [{ from: '2026-01-01', rules: { ...DEFAULT_RULES, weekdays: [2] } }] },
    '06:30',
    'thứ Hai không phải ngày phát',
  ],
  [
    'a special day',
    {
      exceptionDays: [
        {
          date: '2026-11-23',
          reason: 'hội',
          windows: [{ name: 'hội', from: '07:00', to: '08:00' }],
          sessionsPerDay: null,
          minutesPerSession: null,
        },
      ],
    },
    '06:30',
    'ngoài khung giờ của ngày đặc biệt (07:00–08:00)',
  ],
  [
    'a quiet zone',
    { quietSpans: [{ from: at('06:00'), to: at('07:00'), reason: 'thi tốt nghiệp' }] },
    '06:30',
    'vùng yên lặng (thi tốt nghiệp)',
  ],
];

test.each(shut)('silence by %s names the clause', (_what, more, time, clause) => {
  const account = accountOf(asked({ at: at(time), gate: { ...defaultGate(ZONE), ...more } }));
  expect(account.headline.vi).toContain('không có gì trong lịch, và quy định cũng không cho phát');
  expect(account.lines.at(-1)?.text.vi).toContain(`chỉ khẩn cấp được phát (${clause})`);
});

test('what was cancelled long before its time is still told in its minute, and not a minute later', () => {
  const called = course('A', { state: 'cancelled', reason: 'rule_changed', closedAt: at('05:00') });
  expect(vi(asked({ courses: [called] }))[0]).toBe(
    '“Tin A” (theo lịch) đặt lúc 06:00 đã bị hủy: lịch phát đã thay đổi.',
  );
  expect(accountOf(asked({ at: at('06:01'), courses: [called] })).headline.vi).toContain('không có gì trong lịch');
});

test('one that fell silent in the middle is not said to play afterwards', () => {
  const cut = { startAt: at('06:00'), startedAt: at('06:00'), endedAt: at('06:00:20'), renderedMs: 20_000 };
  const broken = course('A', {
    ...cut,
    state: 'played_part',
    reason: 'interrupted',
    closedAt: at('06:08'),
    durationMs: 600_000,
  });
  expect(accountOf(asked({ courses: [broken] })).playing).toHaveLength(1);
  const later = accountOf(asked({ at: at('06:03'), courses: [broken] }));
  expect(later.playing).toEqual([]);
  expect(later.headline.vi).toBe('Lúc 06:03, Cụm 1 im lặng dù có “Tin A” (theo lịch).');
  expect(later.lines[0]?.text.vi).toContain('nhưng chỉ được 20 giây trên 600: cụm loa bị tắt giữa chừng');
  expect(accountOf(asked({ at: at('06:10'), courses: [broken] })).headline.vi).toContain('không có gì trong lịch');
});
