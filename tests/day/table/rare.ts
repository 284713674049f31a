/** Days on which several things come together. */
import type { WrittenDay } from '../../support/day-book.ts';
import {
  alarm,
  ask,
  bank,
  conclude,
  cut,
  daily,
  item,
  kill,
  mend,
  mourning,
  plan,
  powerOff,
  powerOn,
  quiet,
  start,
  stopAll,
  takeBack,
} from '../../support/day-deeds.ts';

const PLAYED = 'played complete';
const MORNING = { from: '2026-11-23 05:40', until: '06:30' };

export const RARE_DAYS: readonly WrittenDay[] = [
  {
    name: 'four levels one into another: each comes back when what cut it is over, the highest first',
    ...MORNING,
    deeds: [
      ['05:40:10', bank('Lũ', 10), ask('Tin', '06:00', { lasts: 120 })],
      ['05:40:20', ask('Ưu tiên', '06:00:20', { lasts: 60, level: 'priority', cutIn: 0 })],
      ['06:00:38', ask('Xã nói', '06:00:40', { lasts: 600, kind: 'live', level: 'live_commune', isStream: true })],
      ['06:01', alarm('Lũ')],
      ['06:01:28', conclude('Xã nói', 50)],
    ],
    heard: [
      ['Tin', '06:00', '06:00:20'],
      ['Ưu tiên', '06:00:20', '06:00:40'],
      ['Xã nói', '06:00:40', '06:01'],
      ['Lũ', '06:01', '06:01:10'],
      ['Xã nói', '06:01:10', '06:01:30'],
      ['Ưu tiên', '06:01:30', '06:02:10', 1.6],
      ['Tin', '06:02:11', '06:03:51', 2.6],
    ],
    ends: { Tin: PLAYED, 'Ưu tiên': PLAYED, 'Xã nói': 'superseded pre_empted', Lũ: PLAYED },
  },
  {
    name: 'an emergency that is taken back while it waits behind another is never heard',
    ...MORNING,
    deeds: [
      ['05:40:10', bank('Lũ', 60), bank('Cháy', 20)],
      ['06:00', alarm('Lũ')],
      ['06:00:20', alarm('Cháy')],
      ['06:00:40', takeBack('Cháy')],
    ],
    heard: [['Lũ', '06:00', '06:01']],
    ends: { Lũ: PLAYED, Cháy: 'cancelled taken_back' },
  },
  {
    name: 'an emergency over the end of the slot: what it cut does not come back when its slot is over',
    ...MORNING,
    deeds: [
      ['05:40:10', bank('Lũ', 90), ask('Trong khung', '06:00', { lasts: 60, endBy: '06:01' })],
      ['05:40:20', ask('Tiếp', '06:01', { lasts: 20 })],
      ['06:00:20', alarm('Lũ')],
    ],
    heard: [
      ['Trong khung', '06:00', '06:00:20'],
      ['Lũ', '06:00:20', '06:01:50'],
      ['Tiếp', '06:01:50', '06:02:10'],
    ],
    ends: { 'Trong khung': 'superseded pre_empted', Lũ: PLAYED, Tiếp: PLAYED },
  },
  {
    name: 'what restarts is not begun anew when its whole length would run over the closing hour',
    from: '2026-11-23 21:00',
    until: '21:50',
    rules: 'fresh',
    deeds: [
      ['21:00:10', bank('Lũ', 30), ask('Thông báo', '21:26', { lasts: 150, interruption: 'restart' })],
      ['21:28', alarm('Lũ')],
    ],
    heard: [
      ['Thông báo', '21:26', '21:28'],
      ['Lũ', '21:28', '21:28:30'],
    ],
    ends: { 'Thông báo': 'played_part outside_hours', Lũ: PLAYED },
  },
  {
    name: 'an announced quiet zone: nothing begins that would run into it, and the neighbours hear it whole',
    ...MORNING,
    deeds: [
      ['05:40:10', quiet('Tây', '06:01', '06:20'), ask('Tin', '06:00', { lasts: 120 })],
      ['05:40:20', ask('Ngắn', '06:00:10', { lasts: 20, only: ['Tây'] })],
    ],
    heard: { Đông: [['Tin', '06:00', '06:02']], Tây: [['Ngắn', '06:00:10', '06:00:30']] },
    ends: { 'Tin @ Đông': PLAYED, 'Tin @ Tây': 'withheld quiet_zone', Ngắn: PLAYED },
  },
  {
    name: 'mourning begins at midnight: music that would run into it is not begun, and is held on the day',
    from: '2026-11-23 23:40',
    until: '2026-11-24 00:20',
    deeds: [
      ['23:40:10', mourning('2026-11-24', '2026-11-25')],
      ['23:40:20', ask('Nhạc sớm', '23:50', { lasts: 120, kind: 'music' })],
      ['23:40:30', ask('Nhạc khuya', '23:58', { lasts: 300, kind: 'music' })],
      ['23:40:40', ask('Tin', '2026-11-24 00:05', { lasts: 60 })],
      ['23:40:50', ask('Nhạc đêm', '2026-11-24 00:10', { lasts: 60, kind: 'music' })],
    ],
    heard: [
      ['Nhạc sớm', '23:50', '23:52'],
      ['Tin', '2026-11-24 00:05', '2026-11-24 00:06'],
    ],
    ends: { 'Nhạc sớm': PLAYED, 'Nhạc khuya': 'withheld mourning', Tin: PLAYED, 'Nhạc đêm': 'withheld mourning' },
  },
  {
    name: 'a speaker that is alone counts the sessions of the day by itself',
    from: '2026-11-23 05:50',
    until: '08:20',
    rules: { sessionsPerDay: 2 },
    deeds: [
      ['05:50:10', ask('Một', '06:00', { lasts: 60 }), ask('Hai', '07:00', { lasts: 60 })],
      ['05:50:20', ask('Ba', '08:00', { lasts: 60 })],
      ['06:30', cut('Tây')],
      ['07:30', powerOff('Tây')],
      ['07:31', powerOn('Tây')],
      ['08:10', mend('Tây')],
    ],
    heard: [
      ['Một', '06:00', '06:01'],
      ['Hai', '07:00', '07:01'],
    ],
    ends: { Một: PLAYED, Hai: PLAYED, Ba: 'withheld day_limit' },
  },
  {
    name: 'a session is counted with its relay from the first sound to the last, in the village where it was heard',
    from: '2026-11-23 05:50',
    until: '06:40',
    rules: { minutesPerSession: 15 },
    deeds: [
      ['05:50:10', ask('Tiếp âm', '06:00', { lasts: 720, kind: 'relay', isStream: true, only: ['Tây'] })],
      ['05:50:20', ask('Tin', '06:13', { lasts: 240 })],
    ],
    heard: { Đông: [['Tin', '06:13', '06:17']], Tây: [['Tiếp âm', '06:00', '06:12']] },
    ends: { 'Tiếp âm': PLAYED, 'Tin @ Đông': PLAYED, 'Tin @ Tây': 'withheld day_limit' },
  },
  {
    name: 'the station dies while it hushes: who was told is silent, the other plays to the end of the bulletin only',
    ...MORNING,
    deeds: [
      ['05:40:10', ask('Tin', '06:00', { lasts: 60 }), ask('Sau', '06:10', { lasts: 30 })],
      ['06:00:10', cut('Tây')],
      ['06:00:20', stopAll({ holdMin: 5 }), kill],
      ['06:01:30', start, mend('Tây')],
    ],
    heard: {
      Đông: [
        ['Tin', '06:00', '06:00:20', 3],
        ['Sau', '06:10', '06:10:30'],
      ],
      Tây: [
        ['Tin', '06:00', '06:01'],
        ['Sau', '06:10', '06:10:30'],
      ],
    },
    ends: { 'Tin @ Đông': 'played_part stopped_by_operator', 'Tin @ Tây': PLAYED, Sau: PLAYED },
  },
  {
    name: 'a priority item from above for a village that is quiet is heard by the others with the next programme',
    ...MORNING,
    until: '07:10',
    deeds: [
      ['05:40:10', quiet('Tây', '05:50', '11:00'), plan('Tin', daily('06:00'), { lasts: 20 })],
      ['05:45', item('Ưu tiên', { class: 'uu_tien', lasts: 20 })],
    ],
    heard: {
      Đông: [
        ['Ưu tiên', '06:00', '06:00:20'],
        ['Tin', '06:00:20', '06:00:40'],
      ],
      Tây: [],
    },
    ends: {
      'Ưu tiên @ Đông': PLAYED,
      'Ưu tiên @ Tây': 'withheld quiet_zone',
      'Tin @ Đông': PLAYED,
      'Tin @ Tây': 'withheld quiet_zone',
    },
    stillOpen: ['Tin'],
  },
  {
    name: 'an emergency in the second in which a programme begins: the programme is heard whole after it',
    ...MORNING,
    deeds: [
      ['05:40:10', bank('Lũ', 20), ask('Tin', '06:00', { lasts: 60 })],
      ['05:59:59', alarm('Lũ')],
    ],
    heard: [
      ['Lũ', '05:59:59', '06:00:19'],
      ['Tin', '06:00:20', '06:01:20', 1.5],
    ],
    ends: { Tin: PLAYED, Lũ: PLAYED },
  },
  {
    name: 'two emergencies in the same second: both are heard whole, one after the other',
    ...MORNING,
    deeds: [
      ['05:40:10', bank('Lũ', 20), bank('Cháy', 10)],
      ['06:00', alarm('Lũ'), alarm('Cháy')],
    ],
    heard: [
      ['Lũ', '06:00', '06:00:20'],
      ['Cháy', '06:00:20', '06:00:30'],
    ],
    ends: { Lũ: PLAYED, Cháy: PLAYED },
  },
];
