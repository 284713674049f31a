/** When the loudspeakers may sound: hours, days, numbers, mourning, quiet zones. Only an emergency passes. */
import type { WrittenDay } from '../../support/day-book.ts';
import {
  alarm,
  ask,
  bank,
  cut,
  daily,
  exception,
  kill,
  mend,
  mourning,
  plan,
  powerOff,
  powerOn,
  quiet,
  rulesFrom,
  start,
} from '../../support/day-deeds.ts';

const PLAYED = 'played complete';
const LATE = 'withheld outside_hours';
const HA_NOI = 'ha-noi-2021-noi-thanh.yaml';
const EVENING = { from: '2026-11-23 21:00', until: '22:00', rules: 'fresh' } as const;

export const GATE_DAYS: readonly WrittenDay[] = [
  {
    name: 'a rule and a relay that were set to 3:15 by mistake stay silent, and the log says why',
    from: '2026-11-23 03:05',
    until: '03:40',
    rules: 'fresh',
    deeds: [
      ['03:05:10', plan('Thể dục', daily('03:15'), { lasts: 60 })],
      ['03:05:20', ask('Tiếp âm', '03:15', { lasts: 600, kind: 'relay', isStream: true })],
      ['03:05:30', ask('Ưu tiên nhầm', '03:15', { lasts: 60, level: 'priority', cutIn: 0, kind: 'bulletin' })],
      ['03:15', ask('Xã nói', '03:15', { lasts: 60, kind: 'live', level: 'live_commune', isStream: true })],
      [
        '03:15:10',
        ask('Cấp trên nói', '03:15:10', { lasts: 60, kind: 'live', level: 'live_authority', isStream: true }),
      ],
    ],
    heard: [],
    // The rule's occurrence of the next day is planned already and has no last word yet.
    ends: { 'Thể dục': LATE, 'Tiếp âm': LATE, 'Ưu tiên nhầm': LATE, 'Xã nói': LATE, 'Cấp trên nói': LATE },
    stillOpen: ['Thể dục'],
  },
  {
    name: 'an emergency at 3:15 is heard everywhere, also where a quiet zone holds, and its reason is kept',
    from: '2026-11-23 03:05',
    until: '03:30',
    rules: 'fresh',
    deeds: [
      ['03:05:10', bank('Lũ', 20), quiet('Tây', '03:10', '11:00')],
      ['03:15', alarm('Lũ')],
    ],
    heard: [['Lũ', '03:15', '03:15:20']],
    ends: { Lũ: PLAYED },
    reasons: { Lũ: 'Vì Lũ' },
  },
  {
    name: 'a bulletin that would run over the closing hour is not begun; one that fits is heard to its end',
    ...EVENING,
    deeds: [
      ['21:00:10', ask('Vừa', '21:25', { lasts: 180 })],
      ['21:00:20', ask('Dài', '21:28', { lasts: 300 })],
    ],
    heard: [['Vừa', '21:25', '21:28']],
    ends: { Vừa: PLAYED, Dài: LATE },
  },
  {
    name: 'a bulletin that ends at the closing second is heard whole',
    ...EVENING,
    deeds: [['21:00:10', ask('Sát giờ', '21:28', { lasts: 120 })]],
    heard: [['Sát giờ', '21:28', '21:30']],
    ends: { 'Sát giờ': PLAYED },
  },
  {
    name: 'a relay is faded out when the hour has come',
    ...EVENING,
    deeds: [['21:00:10', ask('Tiếp âm', '21:20', { lasts: 1800, kind: 'relay', isStream: true })]],
    heard: [['Tiếp âm', '21:20', '21:30']],
    ends: { 'Tiếp âm': 'played_part outside_hours' },
  },
  {
    name: 'a live voice of the commune is faded out when the hour has come',
    ...EVENING,
    deeds: [['21:20', ask('Xã nói', '21:20', { lasts: 1800, kind: 'live', level: 'live_commune', isStream: true })]],
    heard: [['Xã nói', '21:20', '21:30']],
    ends: { 'Xã nói': 'played_part outside_hours' },
  },
  {
    name: 'no power near the closing hour: what would begin late and run over stays silent, what fits is heard late',
    ...EVENING,
    deeds: [
      ['21:00:10', ask('Ngắn', '21:24:40', { lasts: 60 }), ask('Dài', '21:24:50', { lasts: 240 })],
      ['21:20', kill, powerOff('Đông', 'Tây')],
      ['21:27', start, powerOn('Đông', 'Tây')],
    ],
    heard: [['Ngắn', '21:27:02', '21:28:02', 3]],
    ends: { Ngắn: PLAYED, Dài: LATE },
  },
  {
    name: 'what an emergency cut near the closing hour does not come back when the rest would run over it',
    ...EVENING,
    deeds: [
      ['21:00:10', bank('Lũ', 60), ask('Tin', '21:27', { lasts: 150 })],
      ['21:28', alarm('Lũ')],
    ],
    heard: [
      ['Tin', '21:27', '21:28'],
      ['Lũ', '21:28', '21:29'],
    ],
    ends: { Tin: 'played_part outside_hours', Lũ: PLAYED },
  },
  {
    name: 'an emergency that begins before the closing hour sounds on over it',
    ...EVENING,
    deeds: [
      ['21:00:10', bank('Lũ', 120)],
      ['21:29', alarm('Lũ')],
    ],
    heard: [['Lũ', '21:29', '21:31']],
    ends: { Lũ: PLAYED },
  },
  {
    name: 'speakers that are alone keep the hours by themselves',
    ...EVENING,
    deeds: [
      ['21:00:10', ask('Vừa', '21:25', { lasts: 60 }), ask('Dài', '21:28', { lasts: 300 })],
      ['21:00:20', ask('Tiếp âm', '21:29', { lasts: 600, kind: 'relay', isStream: true, only: ['Tây'] })],
      ['21:10', kill],
      ['21:50', start],
    ],
    heard: {
      Đông: [['Vừa', '21:25', '21:26']],
      Tây: [
        ['Vừa', '21:25', '21:26'],
        ['Tiếp âm', '21:29', '21:30'],
      ],
    },
    ends: { Vừa: PLAYED, Dài: LATE, 'Tiếp âm': 'played_part outside_hours' },
  },
  {
    name: 'a quiet zone that was announced holds in a village whose line was cut since',
    from: '2026-11-23 05:30',
    until: '06:30',
    deeds: [
      ['05:30:10', quiet('Tây', '06:00', '06:20'), ask('Tin', '06:05', { lasts: 60 })],
      ['05:45', cut('Tây')],
      ['06:25', mend('Tây')],
    ],
    heard: { Đông: [['Tin', '06:05', '06:06']], Tây: [] },
    ends: { 'Tin @ Đông': PLAYED, 'Tin @ Tây': 'withheld quiet_zone' },
  },
  {
    name: 'a school is quiet from 7 to 11 in one village: the neighbours hear all, the village what comes after',
    from: '2026-11-23 06:50',
    until: '11:20',
    deeds: [
      ['06:50:10', quiet('Tây', '07:00', '11:00'), ask('Sớm', '06:58', { lasts: 60 })],
      ['06:50:20', ask('Giữa giờ', '09:00', { lasts: 60 }), ask('Tan học', '11:00', { lasts: 60 })],
      ['06:50:30', ask('Gần tan', '10:58', { lasts: 90 })],
    ],
    heard: {
      Đông: [
        ['Sớm', '06:58', '06:59'],
        ['Giữa giờ', '09:00', '09:01'],
        ['Gần tan', '10:58', '10:59:30'],
        ['Tan học', '11:00', '11:01'],
      ],
      // Five minutes late is not too late for news: what waited for the school is heard when it is out.
      Tây: [
        ['Sớm', '06:58', '06:59'],
        ['Gần tan', '11:00', '11:01:30'],
        ['Tan học', '11:01:30', '11:02:30'],
      ],
    },
    ends: {
      Sớm: PLAYED,
      'Giữa giờ @ Đông': PLAYED,
      'Giữa giờ @ Tây': 'withheld quiet_zone',
      'Gần tan': PLAYED,
      'Tan học': PLAYED,
    },
  },
  {
    name: 'outside the windows nothing sounds, whatever the hour',
    from: '2026-11-23 10:50',
    until: '11:40',
    rules: { windows: [{ name: 'Trưa', from: '11:00', to: '11:30' }] },
    deeds: [
      ['10:50:10', ask('Sớm', '10:54', { lasts: 60 }), ask('Trưa', '11:05', { lasts: 60 })],
      ['10:50:20', ask('Muộn', '11:31', { lasts: 60 })],
    ],
    heard: [['Trưa', '11:05', '11:06']],
    ends: { Sớm: LATE, Trưa: PLAYED, Muộn: LATE },
  },
  {
    name: 'two sessions a day: the third is held back, also after the station was started anew',
    from: '2026-11-23 05:50',
    until: '08:10',
    rules: { sessionsPerDay: 2 },
    deeds: [
      ['05:50:10', ask('Một', '06:00', { lasts: 60 }), ask('Một nữa', '06:10', { lasts: 60 })],
      ['05:50:20', ask('Hai', '07:00', { lasts: 60 }), ask('Ba', '08:00', { lasts: 60 })],
      ['07:30', kill, powerOff('Tây')],
      ['07:31', start, powerOn('Tây')],
    ],
    heard: [
      ['Một', '06:00', '06:01'],
      ['Một nữa', '06:10', '06:11'],
      ['Hai', '07:00', '07:01'],
    ],
    ends: { Một: PLAYED, 'Một nữa': PLAYED, Hai: PLAYED, Ba: 'withheld day_limit' },
  },
  {
    name: '15 minutes a session, relay counted: what would make it longer is held back, an emergency is not counted',
    from: '2026-11-23 05:50',
    until: '07:30',
    rules: { minutesPerSession: 15 },
    deeds: [
      ['05:50:10', bank('Lũ', 60), ask('Tiếp âm', '06:00', { lasts: 600, kind: 'relay', isStream: true })],
      ['05:50:20', ask('Bốn phút', '06:10:30', { lasts: 240 }), ask('Thêm', '06:15', { lasts: 120 })],
      ['06:22', alarm('Lũ')],
      ['06:30', ask('Buổi sau', '07:00', { lasts: 900 })],
    ],
    heard: [
      ['Tiếp âm', '06:00', '06:10'],
      ['Bốn phút', '06:10:30', '06:14:30'],
      ['Lũ', '06:22', '06:23'],
      ['Buổi sau', '07:00', '07:15'],
    ],
    ends: { 'Tiếp âm': PLAYED, 'Bốn phút': PLAYED, Thêm: 'withheld day_limit', Lũ: PLAYED, 'Buổi sau': PLAYED },
  },
  {
    name: 'a Saturday under the rules of Hà Nội is silent, but for an emergency',
    from: '2026-11-28 06:40',
    until: '07:20',
    rules: HA_NOI,
    deeds: [
      ['06:40:10', bank('Lũ', 20), ask('Tin', '07:00', { lasts: 60 })],
      ['07:10', alarm('Lũ')],
    ],
    heard: [['Lũ', '07:10', '07:10:20']],
    ends: { Tin: LATE, Lũ: PLAYED },
  },
  {
    name: 'a Saturday under the rules of Hà Nội that is an exception day is as any other day',
    from: '2026-11-28 06:15',
    until: '07:40',
    rules: HA_NOI,
    deeds: [
      ['06:15:10', exception('2026-11-28'), ask('Quá sớm', '06:20', { lasts: 60 }), ask('Tin', '07:00', { lasts: 60 })],
      ['06:15:20', ask('Quá dài', '07:05', { lasts: 900 })],
    ],
    heard: [['Tin', '07:00', '07:01']],
    ends: { 'Quá sớm': LATE, Tin: PLAYED, 'Quá dài': 'withheld day_limit' },
  },
  {
    name: 'an exception day with hours of its own wins over quiet hours, into the night',
    from: '2026-12-31 23:20',
    until: '2027-01-01 00:50',
    rules: 'fresh',
    deeds: [
      [
        '23:20:10',
        exception('2026-12-31', { windows: [{ name: 'Giao thừa', from: '23:30', to: '00:30' }] }),
        ask('Giao thừa', '2026-12-31 23:59', { lasts: 120 }),
        ask('Hết giờ', '2027-01-01 00:31', { lasts: 60 }),
      ],
    ],
    heard: [['Giao thừa', '23:59', '2027-01-01 00:01']],
    ends: { 'Giao thừa': PLAYED, 'Hết giờ': LATE },
  },
  {
    name: 'in state mourning music and entertainment are held back; news, law, relay and emergencies are heard',
    from: '2026-11-23 05:50',
    until: '06:40',
    deeds: [
      ['05:50:10', mourning('2026-11-23', '2026-11-24'), bank('Lũ', 20)],
      [
        '05:50:20',
        ask('Nhạc', '06:00', { lasts: 60, kind: 'music' }),
        ask('Kịch', '06:02', { lasts: 60, kind: 'entertainment' }),
      ],
      ['05:50:30', ask('Tin', '06:04', { lasts: 60 }), ask('Luật', '06:06', { lasts: 60, kind: 'legal' })],
      ['05:50:40', ask('Tiếp âm', '06:08', { lasts: 60, kind: 'relay', isStream: true })],
      ['06:15', alarm('Lũ')],
    ],
    heard: [
      ['Tin', '06:04', '06:05'],
      ['Luật', '06:06', '06:07'],
      ['Tiếp âm', '06:08', '06:09'],
      ['Lũ', '06:15', '06:15:20'],
    ],
    ends: {
      Nhạc: 'withheld mourning',
      Kịch: 'withheld mourning',
      Tin: PLAYED,
      Luật: PLAYED,
      'Tiếp âm': PLAYED,
      Lũ: PLAYED,
    },
  },
  {
    name: 'mourning that is proclaimed while music plays silences it, and an exception day does not lift it',
    from: '2026-11-23 05:50',
    until: '06:20',
    deeds: [
      ['05:50:10', exception('2026-11-23'), ask('Nhạc', '06:00', { lasts: 300, kind: 'music' })],
      ['06:01', mourning('2026-11-23', '2026-11-24')],
    ],
    heard: [['Nhạc', '06:00', '06:01', 3]],
    ends: { Nhạc: 'played_part mourning' },
  },
  {
    name: 'a bulletin is heard at most so often in a day, and again on the next one',
    from: '2026-11-23 22:50',
    until: '2026-11-24 00:20',
    rules: { repeatLimit: 2 },
    deeds: [
      ['22:50:10', ask('Tin', '23:00', { lasts: 60 })],
      ['22:50:20', ask('Tin', '23:20', { lasts: 60 })],
      ['22:50:30', ask('Tin', '23:40', { lasts: 60 })],
      ['22:50:40', ask('Tin', '2026-11-24 00:10', { lasts: 60 })],
    ],
    heard: [
      ['Tin', '23:00', '23:01'],
      ['Tin', '23:20', '23:21'],
      ['Tin', '2026-11-24 00:10', '2026-11-24 00:11'],
    ],
    ends: { Tin: `${PLAYED}, withheld repeat_limit` },
  },
  {
    name: 'other rules from tomorrow on bind from midnight and not before',
    from: '2026-11-23 23:40',
    until: '2026-11-24 00:20',
    deeds: [
      ['23:40:10', rulesFrom('2026-11-24', { quietHours: [{ from: '22:00', to: '05:00' }] })],
      ['23:40:20', ask('Trước', '23:50', { lasts: 60 }), ask('Sau', '2026-11-24 00:05', { lasts: 60 })],
    ],
    heard: [['Trước', '23:50', '23:51']],
    ends: { Trước: PLAYED, Sau: LATE },
  },
];
