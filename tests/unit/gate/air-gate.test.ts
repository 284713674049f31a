import { expect, test } from 'vitest';
import {
  ceilingDbAt,
  DEFAULT_RULES,
  defaultGate,
  type EndpointGate,
  firstOpening,
  type GateAsk,
  type GateRules,
  gateAt,
  OPEN_RULES,
  openGate,
} from '#gate';
import { instantOf, type Kind, type Level } from '#kernel';

const HANOI = 'Asia/Ho_Chi_Minh';
const MINUTE = 60_000;
const ask = (kind: Kind = 'bulletin', level: Level = 'scheduled'): GateAsk => ({ level, kind });
const at = (date: string, time: string, zone = HANOI): number => {
  const found = instantOf(date, time, zone);
  if (found === null) throw new Error(`${date} ${time} does not exist in ${zone}`);
  return found;
};
const gate = (rules: Partial<GateRules>, more: Partial<EndpointGate> = {}): EndpointGate => ({
  ...openGate(HANOI),
  versions: [{ from: '2026-01-01', rules: { ...OPEN_RULES, ...rules } }],
  ...more,
});
const open = (closesAt: number | null) => ({ isOpen: true, closesAt });
const closed = (reason: string, opensAt: number | null) => ({ isOpen: false, reason, opensAt });

test('a fresh station sleeps from half past nine to five, whatever the level but emergency', () => {
  const fresh = defaultGate(HANOI);
  expect(gateAt(fresh, ask(), at('2026-03-02', '21:29'))).toEqual(open(at('2026-03-02', '21:30')));
  for (const level of ['live_authority', 'live_commune', 'priority', 'scheduled', 'filler'] as const) {
    expect(gateAt(fresh, ask('bulletin', level), at('2026-03-02', '21:30'))).toEqual(
      closed('outside_hours', at('2026-03-03', '05:00')),
    );
  }
  expect(gateAt(fresh, ask('music', 'emergency'), at('2026-03-02', '23:00'))).toEqual(open(null));
});

test('before the first version begins the default of a fresh station holds', () => {
  const later = gate({}, {});
  expect(gateAt(later, ask(), at('2025-12-31', '22:00'))).toEqual(closed('outside_hours', at('2026-01-01', '00:00')));
  expect(gateAt({ ...later, versions: [] }, ask(), at('2026-06-01', '22:00'))).toMatchObject({ isOpen: false });
});

test('a new version begins at midnight, also in the middle of what would be a quiet night', () => {
  const two = gate(
    {},
    {
      versions: [
        { from: '2026-05-10', rules: OPEN_RULES },
        { from: '2026-01-01', rules: DEFAULT_RULES },
      ],
    },
  );
  expect(gateAt(two, ask(), at('2026-05-09', '22:00'))).toEqual(closed('outside_hours', at('2026-05-10', '00:00')));
  expect(gateAt(two, ask(), at('2026-05-09', '21:00'))).toEqual(open(at('2026-05-09', '21:30')));
  expect(gateAt(two, ask(), at('2026-05-10', '22:00'))).toEqual(open(null));
});

test('windows close the rest of the day, and a weekday that is not listed the whole of it', () => {
  const urban = gate({
    windows: [
      { name: 'sáng', from: '06:30', to: '07:30' },
      { name: 'chiều', from: '16:30', to: '17:30' },
    ],
    weekdays: [1, 2, 3, 4, 5],
  });
  expect(gateAt(urban, ask(), at('2026-03-06', '12:00'))).toEqual(closed('outside_hours', at('2026-03-06', '16:30')));
  // Friday evening: the next window is on Monday.
  expect(gateAt(urban, ask(), at('2026-03-06', '17:30'))).toEqual(closed('outside_hours', at('2026-03-09', '06:30')));
});

test('an exception day lifts the weekday; its windows replace the usual ones and win over quiet hours', () => {
  const rules = {
    ...DEFAULT_RULES,
    weekdays: [1, 2, 3, 4, 5],
    windows: [{ name: 'sáng', from: '06:00', to: '07:00' }],
  };
  const day = { date: '2026-03-08', reason: 'Bầu cử', windows: null, sessionsPerDay: null, minutesPerSession: null };
  const lifted = gate(rules, { exceptionDays: [day] });
  expect(gateAt(lifted, ask(), at('2026-03-08', '06:30'))).toEqual(open(at('2026-03-08', '07:00')));
  expect(gateAt(lifted, ask(), at('2026-03-08', '22:00'))).toMatchObject({ isOpen: false });

  const early = gate(rules, {
    exceptionDays: [{ ...day, windows: [{ name: 'khai mạc', from: '04:30', to: '05:30' }] }],
  });
  expect(gateAt(early, ask(), at('2026-03-08', '04:30'))).toEqual(open(at('2026-03-08', '05:30')));
  expect(gateAt(early, ask(), at('2026-03-08', '06:30'))).toMatchObject({ isOpen: false });
});

test('the window of New Year’s Eve goes on into the morning, and does not open the night before', () => {
  const eve = gate(DEFAULT_RULES, {
    exceptionDays: [
      {
        date: '2026-02-16',
        reason: 'Giao thừa',
        windows: [{ name: 'giao thừa', from: '23:00', to: '00:30' }],
        sessionsPerDay: null,
        minutesPerSession: null,
      },
    ],
  });
  expect(gateAt(eve, ask(), at('2026-02-16', '23:10'))).toEqual(open(at('2026-02-17', '00:30')));
  expect(gateAt(eve, ask(), at('2026-02-16', '00:10'))).toEqual(closed('outside_hours', at('2026-02-16', '23:00')));
});

test('state mourning holds music and entertainment and nothing else', () => {
  const mourning = gate({}, { mourning: [{ from: '2026-04-02', to: '2026-04-03' }] });
  for (const kind of ['music', 'entertainment'] as const) {
    expect(gateAt(mourning, ask(kind), at('2026-04-03', '12:00'))).toEqual(
      closed('mourning', at('2026-04-04', '00:00')),
    );
  }
  expect(gateAt(mourning, ask('bulletin'), at('2026-04-03', '12:00'))).toEqual(open(null));
  expect(gateAt(mourning, ask('music'), at('2026-04-01', '23:00'))).toEqual(open(at('2026-04-02', '00:00')));
});

test('quiet spans close from instant to instant, and what follows without a gap is named by its end', () => {
  const start = at('2026-06-01', '08:00');
  const spans = [
    { from: start + 30 * MINUTE, to: start + 60 * MINUTE, reason: 'Thi tốt nghiệp' },
    { from: start, to: start + 30 * MINUTE, reason: 'Dừng tất cả' },
  ];
  const quiet = gate({}, { quietSpans: spans });
  expect(gateAt(quiet, ask(), start - 1)).toEqual(open(start));
  expect(gateAt(quiet, ask(), start)).toEqual(closed('quiet_zone', start + 60 * MINUTE));
  expect(gateAt(quiet, ask(), start + 60 * MINUTE)).toEqual(open(null));
  // Until the evening: when it ends the night has begun.
  const evening = gate(DEFAULT_RULES, {
    quietSpans: [{ from: start, to: at('2026-06-01', '22:00'), reason: 'Đám tang' }],
  });
  expect(gateAt(evening, ask(), start)).toEqual(closed('quiet_zone', at('2026-06-02', '05:00')));
});

test('what opens or closes only beyond the look-ahead is not promised', () => {
  const none = gate({ weekdays: [] });
  expect(gateAt(none, ask(), at('2026-06-01', '08:00'))).toEqual(closed('outside_hours', null));
  expect(firstOpening(none, ask(), at('2026-06-01', '08:00'), 0, Number.MAX_SAFE_INTEGER)).toBeNull();
});

test('the first opening is long enough, and not after the last instant', () => {
  const windows = gate({
    windows: [
      { name: 'ngắn', from: '06:00', to: '06:10' },
      { name: 'dài', from: '17:00', to: '18:00' },
    ],
  });
  const from = at('2026-06-01', '05:00');
  const until = at('2026-06-01', '23:00');
  expect(firstOpening(windows, ask(), from, 0, until)).toBe(at('2026-06-01', '06:00'));
  expect(firstOpening(windows, ask(), from, 10 * MINUTE, until)).toBe(at('2026-06-01', '06:00'));
  expect(firstOpening(windows, ask(), from, 10 * MINUTE + 1, until)).toBe(at('2026-06-01', '17:00'));
  expect(firstOpening(windows, ask(), from, 61 * MINUTE, until)).toBeNull();
  expect(firstOpening(windows, ask(), from, 11 * MINUTE, at('2026-06-01', '16:59'))).toBeNull();
  expect(firstOpening(windows, ask(), from, 11 * MINUTE, at('2026-06-01', '17:00'))).not.toBeNull();
  expect(firstOpening(windows, ask(), until, 0, from)).toBeNull();
  expect(firstOpening(windows, ask('bulletin', 'emergency'), from, 61 * MINUTE, until)).toBe(from);
});

test('the night band softens from its first minute to its last', () => {
  const soft = gate({ nightBand: { from: '21:00', to: '06:00', ceilingDb: -12 } });
  expect(ceilingDbAt(soft, at('2026-06-01', '20:59'))).toBeNull();
  expect(ceilingDbAt(soft, at('2026-06-01', '21:00'))).toBe(-12);
  expect(ceilingDbAt(soft, at('2026-06-02', '05:59'))).toBe(-12);
  expect(ceilingDbAt(soft, at('2026-06-02', '06:00'))).toBeNull();
  expect(ceilingDbAt(defaultGate(HANOI), at('2026-06-02', '02:00'))).toBeNull();
});
