/** What was missed: how late each kind may still be heard, never a burst, and clocks that are set. */
import type { WrittenDay } from '../../support/day-book.ts';
import {
  alarm,
  ask,
  bank,
  cut,
  type Deed,
  daily,
  kill,
  mend,
  plan,
  powerOff,
  powerOn,
  setClock,
  start,
} from '../../support/day-deeds.ts';

const PLAYED = 'played complete';
const MISSED = 'expired missed_window';
/** The power of the whole commune. */
const OFF: readonly Deed[] = [kill, powerOff('Đông', 'Tây')];
const ON: readonly Deed[] = [start, powerOn('Đông', 'Tây')];

export const MISSED_DAYS: readonly WrittenDay[] = [
  {
    name: 'two hours without power bring no burst: the last priority bulletin, the law once, and nothing else',
    from: '2026-11-23 05:40',
    until: '08:20',
    deeds: [
      ['05:40:10', plan('Tin', daily('06:00', '06:30', '07:00', '07:30', '07:50'), { lasts: 60 })],
      ['05:40:20', plan('Nhạc', daily('06:05', '07:35', '07:59'), { lasts: 60, kind: 'music' })],
      ['05:40:30', plan('Ưu tiên', daily('06:15', '06:45', '07:45'), { lasts: 60, kind: 'priority' })],
      ['05:40:40', plan('Luật', daily('06:10', '07:10'), { lasts: 60, kind: 'legal' })],
      ['05:50', ...OFF],
      ['08:00', ...ON],
    ],
    heard: [
      ['Ưu tiên', '08:00:01', '08:01:01', 5],
      ['Luật', '08:01:01', '08:02:01', 5],
    ],
    ends: { Tin: MISSED, Nhạc: MISSED, 'Ưu tiên': `${MISSED}, ${PLAYED}`, Luật: `${MISSED}, ${PLAYED}` },
    stillOpen: ['Tin', 'Nhạc', 'Ưu tiên', 'Luật'],
  },
  {
    name: 'a priority bulletin is heard up to an hour late, and not later',
    from: '2026-11-23 05:30',
    until: '07:20',
    deeds: [
      ['05:30:10', ask('Bốn lăm phút', '06:15', { lasts: 30, level: 'priority' })],
      ['05:30:20', ask('Bảy lăm phút', '05:45', { lasts: 30, level: 'priority' })],
      ['05:40', ...OFF],
      ['07:00', ...ON],
    ],
    heard: [['Bốn lăm phút', '07:00:01', '07:00:31', 3]],
    ends: { 'Bốn lăm phút': PLAYED, 'Bảy lăm phút': MISSED },
  },
  {
    name: 'news is heard up to five minutes late, music and plays are not late at all',
    from: '2026-11-23 05:30',
    until: '06:20',
    deeds: [
      ['05:30:10', ask('Bốn phút', '05:56', { lasts: 30 }), ask('Sáu phút', '05:54', { lasts: 30 })],
      ['05:30:20', ask('Nhạc', '05:58', { lasts: 30, kind: 'music' })],
      ['05:30:30', ask('Kịch', '05:59', { lasts: 30, kind: 'entertainment' })],
      ['05:40', ...OFF],
      ['06:00', ...ON],
    ],
    heard: [['Bốn phút', '06:00:01', '06:00:31', 3]],
    ends: { 'Bốn phút': PLAYED, 'Sáu phút': MISSED, Nhạc: MISSED, Kịch: MISSED },
  },
  {
    name: 'legal awareness that was missed in the morning is heard in the next open hour',
    from: '2026-11-23 06:20',
    until: '09:20',
    rules: {
      windows: [
        { name: 'Sáng', from: '06:30', to: '07:00' },
        { name: 'Trưa', from: '09:00', to: '10:00' },
      ],
    },
    deeds: [
      [
        '06:20:10',
        plan('Luật', { every: 'weekly', weekdays: ['mon'], times: ['06:35'] }, { lasts: 60, kind: 'legal' }),
      ],
      ['06:20:20', plan('Tin', { every: 'weekly', weekdays: ['mon'], times: ['06:36'] }, { lasts: 60 })],
      ['06:25', ...OFF],
      ['08:30', ...ON],
    ],
    heard: [['Luật', '09:00', '09:01']],
    ends: { Luật: PLAYED, Tin: MISSED },
    stillOpen: ['Luật', 'Tin'],
  },
  {
    name: 'legal awareness that was missed on Monday is heard when the power is back on Thursday, once',
    from: '2026-11-23 06:20',
    until: '2026-11-26 08:10',
    deeds: [
      [
        '06:20:10',
        plan('Luật', { every: 'weekly', weekdays: ['mon'], times: ['06:35'] }, { lasts: 60, kind: 'legal' }),
      ],
      ['06:25', ...OFF],
      ['2026-11-26 08:00', ...ON],
    ],
    heard: [['Luật', '2026-11-26 08:00:01', '2026-11-26 08:01:01', 6]],
    ends: { Luật: PLAYED },
    stillOpen: ['Luật'],
  },
  {
    name: 'an emergency waits for a village without power until it expires',
    from: '2026-11-23 05:30',
    until: '06:20',
    villages: ['Đông', 'Tây', 'Nam'],
    deeds: [
      ['05:30:10', bank('Lũ', 20)],
      ['05:40', powerOff('Tây', 'Nam')],
      ['05:50', alarm('Lũ', { validMin: 15 })],
      ['06:00', powerOn('Tây')],
      ['06:10', powerOn('Nam')],
    ],
    heard: {
      Đông: [['Lũ', '05:50', '05:50:20']],
      Tây: [['Lũ', '06:00:01', '06:00:21', 2]],
      Nam: [],
    },
    ends: { 'Lũ @ Đông': PLAYED, 'Lũ @ Tây': PLAYED, 'Lũ @ Nam': 'failed unreachable' },
  },
  {
    name: 'what is no longer true when the power is back is held back, though its hour is not over',
    from: '2026-11-23 05:30',
    until: '06:20',
    deeds: [
      ['05:30:10', ask('Họp lúc 6 giờ', '05:50', { lasts: 30, level: 'priority', validTo: '06:00' })],
      ['05:30:20', ask('Cắt điện', '05:51', { lasts: 30, level: 'priority', validTo: '07:00' })],
      ['05:40', ...OFF],
      ['06:05', ...ON],
    ],
    heard: [['Cắt điện', '06:05:01', '06:05:31', 3]],
    ends: { 'Họp lúc 6 giờ': 'withheld not_valid', 'Cắt điện': PLAYED },
  },
  {
    name: 'the station is down at the hour: the villages are on time all the same, once',
    from: '2026-11-23 05:40',
    until: '06:20',
    deeds: [
      ['05:40:10', plan('Tin', { every: 'once', date: '2026-11-23', time: '06:00' }, { lasts: 60 })],
      ['05:59', kill],
      ['06:02', start],
    ],
    heard: [['Tin', '06:00', '06:01']],
    ends: { Tin: PLAYED },
  },
  {
    name: 'the station starts anew while somebody waits: he keeps his turn and his last instant',
    from: '2026-11-23 05:40',
    until: '06:20',
    deeds: [
      ['05:40:10', ask('Dài', '06:00', { lasts: 240 }), ask('Hai', '06:00:10', { lasts: 20 })],
      ['05:40:20', ask('Nhạc', '06:00:20', { lasts: 20, kind: 'music' })],
      ['06:01', kill],
      ['06:02', start],
    ],
    heard: [
      ['Dài', '06:00', '06:04'],
      ['Hai', '06:04', '06:04:20', 1.5],
    ],
    ends: { Dài: PLAYED, Hai: PLAYED, Nhạc: 'expired seat_taken' },
  },
  {
    name: 'a cable that is cut in the middle changes nothing that is heard',
    from: '2026-11-23 05:40',
    until: '06:20',
    deeds: [
      ['05:40:10', ask('Một', '06:00', { lasts: 60 }), ask('Hai', '06:01:30', { lasts: 30 })],
      ['06:00:30', cut('Tây')],
      ['06:10', mend('Tây')],
    ],
    heard: [
      ['Một', '06:00', '06:01'],
      ['Hai', '06:01:30', '06:02'],
    ],
    ends: { Một: PLAYED, Hai: PLAYED },
  },
  {
    name: 'the clock of the station is set an hour ahead and back: nothing is heard twice',
    from: '2026-11-23 04:40',
    until: '06:20',
    deeds: [
      ['04:40:10', plan('Sớm', daily('05:30'), { lasts: 30 }), plan('Tin', daily('06:02'), { lasts: 30 })],
      ['04:40:20', plan('Muộn', daily('06:12'), { lasts: 30 })],
      ['05:00', setClock(60)],
      ['05:10', setClock(-60)],
    ],
    // 05:30 is half an hour gone when the clock says six, and is due when the clock is right again; 06:02 is over by then.
    heard: [
      ['Tin', '05:02', '05:02:30', 3],
      ['Sớm', '05:30', '05:30:30'],
      ['Muộn', '06:12', '06:12:30'],
    ],
    ends: { Sớm: `${MISSED}, ${PLAYED}`, Tin: PLAYED, Muộn: PLAYED },
    stillOpen: ['Sớm', 'Tin', 'Muộn'],
  },
  {
    name: 'the clock of the station falls back an hour while something sounds: it is heard once, to its end',
    from: '2026-11-23 05:40',
    until: '07:20',
    deeds: [
      ['05:40:10', plan('Tin', daily('06:00'), { lasts: 120 }), plan('Sau', daily('06:10'), { lasts: 30 })],
      ['06:00:30', setClock(-60)],
    ],
    // The village hears the later one when the clock of the station says so: an hour later by the sun.
    heard: [
      ['Tin', '06:00', '06:02'],
      ['Sau', '07:10', '07:10:30'],
    ],
    ends: { Tin: PLAYED, Sau: PLAYED },
    stillOpen: ['Tin', 'Sau'],
  },
  {
    name: 'the clock of the station is a day ahead for ten minutes: today is heard all the same, and tomorrow not twice',
    from: '2026-11-23 05:40',
    until: '06:30',
    deeds: [
      ['05:40:10', plan('Tin', daily('06:05', '06:20'), { lasts: 30 })],
      ['06:00', setClock(24 * 60)],
      ['06:10', setClock(-24 * 60)],
    ],
    // What sounds at 06:05 is tomorrow's; today's 06:05 is lost, and its 06:20 was called missed by a wrong clock.
    heard: [
      ['Tin', '06:05', '06:05:30', 3],
      ['Tin', '06:20', '06:20:30'],
    ],
    ends: { Tin: `${MISSED}, ${PLAYED}` },
    stillOpen: ['Tin'],
  },
];
