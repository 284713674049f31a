/** Who has the air: levels, start modes, what becomes of the interrupted, slots, and emergencies over everything. */
import type { WrittenDay } from '../../support/day-book.ts';
import {
  alarm,
  ask,
  bank,
  conclude,
  cut,
  kill,
  mend,
  powerOff,
  powerOn,
  start,
  takeBack,
} from '../../support/day-deeds.ts';

const FOUR = { from: '2026-11-23 04:40', until: '05:30' };
const PLAYED = 'played complete';

export const LEVEL_DAYS: readonly WrittenDay[] = [
  {
    name: 'an emergency cuts into a bulletin at once; the bulletin goes on where it was',
    ...FOUR,
    deeds: [
      ['04:40:10', bank('Lũ', 15), ask('Tin', '05:00', { lasts: 60 })],
      ['05:00:20', alarm('Lũ')],
    ],
    heard: [
      ['Tin', '05:00', '05:00:20'],
      ['Lũ', '05:00:20', '05:00:35'],
      ['Tin', '05:00:35', '05:01:16', 1.6],
    ],
    ends: { Tin: PLAYED, Lũ: PLAYED },
  },
  {
    name: 'an emergency interrupts every running item, also different ones in different villages',
    ...FOUR,
    villages: ['Đông', 'Tây', 'Nam'],
    deeds: [
      ['04:40:10', bank('Lũ', 10)],
      ['04:41', ask('Chợ', '05:00', { lasts: 60, only: ['Đông'], interruption: 'drop' })],
      ['04:42', ask('Ưu tiên', '05:00', { lasts: 60, level: 'priority', only: ['Tây'], interruption: 'drop' })],
      ['05:00:20', alarm('Lũ')],
    ],
    heard: {
      Đông: [
        ['Chợ', '05:00', '05:00:20'],
        ['Lũ', '05:00:20', '05:00:30'],
      ],
      Tây: [
        ['Ưu tiên', '05:00', '05:00:20'],
        ['Lũ', '05:00:20', '05:00:30'],
      ],
      Nam: [['Lũ', '05:00:20', '05:00:30']],
    },
    ends: { Chợ: 'superseded pre_empted', 'Ưu tiên': 'superseded pre_empted', Lũ: PLAYED },
  },
  {
    name: 'an emergency for one village leaves the others alone',
    ...FOUR,
    deeds: [
      ['04:40:10', bank('Lũ', 10), ask('Tin', '05:00', { lasts: 40, interruption: 'drop' })],
      ['05:00:20', alarm('Lũ', { only: ['Tây'] })],
    ],
    heard: {
      Đông: [['Tin', '05:00', '05:00:40']],
      Tây: [
        ['Tin', '05:00', '05:00:20'],
        ['Lũ', '05:00:20', '05:00:30'],
      ],
    },
    ends: { 'Tin @ Đông': PLAYED, 'Tin @ Tây': 'superseded pre_empted', Lũ: PLAYED },
  },
  {
    name: 'what restarts after an interruption is heard whole from its beginning',
    ...FOUR,
    deeds: [
      ['04:40:10', bank('Lũ', 15), ask('Thông báo', '05:00', { lasts: 60, interruption: 'restart' })],
      ['05:00:20', alarm('Lũ')],
    ],
    heard: [
      ['Thông báo', '05:00', '05:00:20'],
      ['Lũ', '05:00:20', '05:00:35'],
      ['Thông báo', '05:00:35', '05:01:35'],
    ],
    ends: { 'Thông báo': PLAYED, Lũ: PLAYED },
  },
  {
    name: 'what is dropped when interrupted does not come back, and the next one follows at its own time',
    ...FOUR,
    deeds: [
      ['04:40:10', bank('Lũ', 15), ask('Nhạc', '05:00', { lasts: 60, interruption: 'drop', kind: 'music' })],
      ['04:40:20', ask('Tin', '05:01', { lasts: 20 })],
      ['05:00:20', alarm('Lũ')],
    ],
    heard: [
      ['Nhạc', '05:00', '05:00:20'],
      ['Lũ', '05:00:20', '05:00:35'],
      ['Tin', '05:01', '05:01:20'],
    ],
    ends: { Nhạc: 'superseded pre_empted', Lũ: PLAYED, Tin: PLAYED },
  },
  {
    name: 'an emergency cuts into a live voice of the authority; the voice is heard again at "now"',
    ...FOUR,
    deeds: [
      ['04:40:10', bank('Lũ', 15)],
      ['04:59:50', ask('Huyện nói', '05:00', { lasts: 600, kind: 'live', level: 'live_authority', isStream: true })],
      ['05:00:30', alarm('Lũ')],
      ['05:01:30', conclude('Huyện nói', 95)],
    ],
    heard: [
      ['Huyện nói', '05:00', '05:00:30'],
      ['Lũ', '05:00:30', '05:00:45'],
      ['Huyện nói', '05:00:45', '05:01:35'],
    ],
    // What was said while the alarm sounded is lost, and the log must not say that all was heard.
    ends: { 'Huyện nói': 'superseded pre_empted', Lũ: PLAYED },
  },
  {
    name: 'a live voice of the authority cuts into the one of the commune, which goes on afterwards',
    ...FOUR,
    deeds: [
      ['04:59:50', ask('Xã nói', '05:00', { lasts: 600, kind: 'live', level: 'live_commune', isStream: true })],
      [
        '05:00:25',
        ask('Cấp trên nói', '05:00:30', { lasts: 30, kind: 'live', level: 'live_authority', isStream: true }),
      ],
      ['05:01:58', conclude('Xã nói', 120)],
    ],
    heard: [
      ['Xã nói', '05:00', '05:00:30'],
      ['Cấp trên nói', '05:00:30', '05:01'],
      ['Xã nói', '05:01', '05:02'],
    ],
    ends: { 'Xã nói': 'superseded pre_empted', 'Cấp trên nói': PLAYED },
  },
  {
    name: 'a live voice of the commune never cuts one of the authority: it waits',
    ...FOUR,
    deeds: [
      ['04:59:50', ask('Cấp trên nói', '05:00', { lasts: 60, kind: 'live', level: 'live_authority', isStream: true })],
      ['05:00:10', ask('Xã nói', '05:00:20', { lasts: 90, kind: 'live', level: 'live_commune', isStream: true })],
    ],
    heard: [
      ['Cấp trên nói', '05:00', '05:01'],
      ['Xã nói', '05:01', '05:02:30'],
    ],
    ends: { 'Cấp trên nói': PLAYED, 'Xã nói': PLAYED },
  },
  {
    name: 'an emergency never cuts an emergency: the second waits for the end of the first',
    ...FOUR,
    deeds: [
      ['04:40:10', bank('Lũ', 40), bank('Cháy', 10)],
      ['05:00', alarm('Lũ')],
      ['05:00:15', alarm('Cháy')],
    ],
    heard: [
      ['Lũ', '05:00', '05:00:40'],
      ['Cháy', '05:00:40', '05:00:50'],
    ],
    ends: { Lũ: PLAYED, Cháy: PLAYED },
  },
  {
    name: 'a second emergency whose validity ends while it waits is not heard any more',
    ...FOUR,
    deeds: [
      ['04:40:10', bank('Lũ', 180), bank('Cháy', 10)],
      ['05:00', alarm('Lũ')],
      ['05:00:15', alarm('Cháy', { validMin: 1 })],
    ],
    heard: [['Lũ', '05:00', '05:03']],
    ends: { Lũ: PLAYED, Cháy: 'expired seat_taken' },
  },
  {
    name: 'an emergency that is longer than the others can wait: who was cut is given up, and who waited too',
    ...FOUR,
    deeds: [
      ['04:40:10', bank('Lũ', 480), ask('Tin', '05:00', { lasts: 60 }), ask('Thời tiết', '05:02', { lasts: 20 })],
      ['04:40:20', ask('Chiếu phim', '05:07', { lasts: 20 })],
      ['05:00:20', alarm('Lũ')],
    ],
    heard: [
      ['Tin', '05:00', '05:00:20'],
      ['Lũ', '05:00:20', '05:08:20'],
      ['Chiếu phim', '05:08:20', '05:08:40'],
    ],
    ends: { Tin: 'superseded pre_empted', Lũ: PLAYED, 'Thời tiết': 'expired seat_taken', 'Chiếu phim': PLAYED },
  },
  {
    name: 'an emergency that is taken back is silent at once, and what it cut goes on',
    ...FOUR,
    deeds: [
      ['04:40:10', bank('Lũ', 60), ask('Tin', '05:00', { lasts: 60 })],
      ['05:00:20', alarm('Lũ')],
      ['05:00:30', takeBack('Lũ')],
    ],
    heard: [
      ['Tin', '05:00', '05:00:20'],
      ['Lũ', '05:00:20', '05:00:30', 3],
      ['Tin', '05:00:30', '05:01:11', 3],
    ],
    ends: { Tin: PLAYED, Lũ: 'played_part taken_back' },
  },
  {
    name: 'a village without a line hears the emergency when the line is back, unless it has expired by then',
    ...FOUR,
    villages: ['Đông', 'Tây', 'Nam'],
    deeds: [
      ['04:40:10', bank('Lũ', 15)],
      ['04:50', cut('Tây', 'Nam')],
      ['05:00', alarm('Lũ', { validMin: 10 })],
      ['05:06', mend('Tây')],
      ['05:15', mend('Nam')],
    ],
    heard: {
      Đông: [['Lũ', '05:00', '05:00:15']],
      Tây: [['Lũ', '05:06:15', '05:06:30', 16]],
      Nam: [],
    },
    ends: { 'Lũ @ Đông': PLAYED, 'Lũ @ Tây': PLAYED, 'Lũ @ Nam': 'failed unreachable' },
  },
  {
    name: 'the station dies in the middle of an emergency: the villages hear it to its end, once',
    ...FOUR,
    deeds: [
      ['04:40:10', bank('Lũ', 60), ask('Tin', '05:00', { lasts: 30 })],
      ['05:00:10', alarm('Lũ')],
      ['05:00:20', kill],
      ['05:02', start],
    ],
    heard: [
      ['Tin', '05:00', '05:00:10'],
      ['Lũ', '05:00:10', '05:01:10'],
      ['Tin', '05:01:10', '05:01:31', 1.6],
    ],
    ends: { Tin: PLAYED, Lũ: PLAYED },
  },
  {
    name: 'a speaker that loses its power in an emergency begins it anew when it is back',
    ...FOUR,
    deeds: [
      ['04:40:10', bank('Lũ', 60)],
      ['05:00', alarm('Lũ')],
      ['05:00:20', powerOff('Tây')],
      ['05:00:40', powerOn('Tây')],
    ],
    heard: {
      Đông: [['Lũ', '05:00', '05:01']],
      Tây: [
        ['Lũ', '05:00', '05:00:20'],
        ['Lũ', '05:00:41', '05:01:41', 2],
      ],
    },
    ends: { Lũ: PLAYED },
  },
  {
    name: 'a priority bulletin waits for the end of what sounds, and goes before the ordinary one that waits longer',
    ...FOUR,
    deeds: [
      ['04:40:10', ask('Một', '05:00', { lasts: 60 }), ask('Hai', '05:00:10', { lasts: 20 })],
      ['04:40:20', ask('Ưu tiên', '05:00:30', { lasts: 30, level: 'priority' })],
    ],
    heard: [
      ['Một', '05:00', '05:01'],
      ['Ưu tiên', '05:01', '05:01:30'],
      ['Hai', '05:01:30', '05:01:50'],
    ],
    ends: { Một: PLAYED, Hai: PLAYED, 'Ưu tiên': PLAYED },
  },
  {
    name: 'a priority bulletin that was told to cut in does so at its time',
    ...FOUR,
    deeds: [
      ['04:40:10', ask('Một', '05:00', { lasts: 60 })],
      ['04:40:20', ask('Ưu tiên', '05:00:30', { lasts: 30, level: 'priority', cutIn: 0 })],
    ],
    heard: [
      ['Một', '05:00', '05:00:30'],
      ['Ưu tiên', '05:00:30', '05:01'],
      ['Một', '05:01', '05:01:31', 1.6],
    ],
    ends: { Một: PLAYED, 'Ưu tiên': PLAYED },
  },
  {
    name: '"wait at most 30 seconds": what sounds is over before that, so nobody is cut',
    ...FOUR,
    deeds: [
      ['04:40:10', ask('Một', '05:00', { lasts: 50 })],
      ['04:40:20', ask('Ưu tiên', '05:00:30', { lasts: 30, level: 'priority', cutIn: 30 })],
    ],
    heard: [
      ['Một', '05:00', '05:00:50'],
      ['Ưu tiên', '05:00:50', '05:01:20'],
    ],
    ends: { Một: PLAYED, 'Ưu tiên': PLAYED },
  },
  {
    name: '"wait at most 30 seconds": then it cuts in',
    ...FOUR,
    deeds: [
      ['04:40:10', ask('Một', '05:00', { lasts: 120, interruption: 'drop' })],
      ['04:40:20', ask('Ưu tiên', '05:00:30', { lasts: 30, level: 'priority', cutIn: 30 })],
    ],
    heard: [
      ['Một', '05:00', '05:01'],
      ['Ưu tiên', '05:01', '05:01:30'],
    ],
    ends: { Một: 'superseded pre_empted', 'Ưu tiên': PLAYED },
  },
  {
    name: 'a news item that must begin on the second cuts into an equal one that was planned earlier',
    ...FOUR,
    deeds: [
      ['04:40:10', ask('Dài', '05:00', { lasts: 120, interruption: 'drop' })],
      ['04:40:20', ask('Đúng giờ', '05:01', { lasts: 20, cutIn: 0 })],
    ],
    heard: [
      ['Dài', '05:00', '05:01'],
      ['Đúng giờ', '05:01', '05:01:20'],
    ],
    ends: { Dài: 'superseded pre_empted', 'Đúng giờ': PLAYED },
  },
  {
    name: 'two of the same right and the same second: who was accepted first goes first',
    ...FOUR,
    deeds: [
      ['04:40:10', ask('Trước', '05:00', { lasts: 20 })],
      ['04:40:20', ask('Sau', '05:00', { lasts: 20 })],
      ['04:40:30', ask('Sớm hơn', '04:59:59', { lasts: 20 })],
    ],
    heard: [
      ['Sớm hơn', '04:59:59', '05:00:19'],
      ['Trước', '05:00:19', '05:00:39'],
      ['Sau', '05:00:39', '05:00:59'],
    ],
    ends: { Trước: PLAYED, Sau: PLAYED, 'Sớm hơn': PLAYED },
  },
  {
    name: 'a slot that is over-filled ends with a fade at its end, and the next one has its time',
    ...FOUR,
    deeds: [
      ['04:40:10', ask('Quá dài', '05:00', { lasts: 120, endBy: '05:01' })],
      ['04:40:20', ask('Tiếp', '05:01', { lasts: 20 })],
    ],
    heard: [
      ['Quá dài', '05:00', '05:01'],
      ['Tiếp', '05:01', '05:01:20'],
    ],
    ends: { 'Quá dài': 'played_part slot_over', Tiếp: PLAYED },
  },
  {
    name: 'what was interrupted comes back within its slot only, and is over with it',
    ...FOUR,
    deeds: [
      ['04:40:10', bank('Lũ', 20), ask('Trong khung', '05:00', { lasts: 60, endBy: '05:01' })],
      ['05:00:20', alarm('Lũ')],
    ],
    heard: [
      ['Trong khung', '05:00', '05:00:20'],
      ['Lũ', '05:00:20', '05:00:40'],
      ['Trong khung', '05:00:40', '05:01'],
    ],
    ends: { 'Trong khung': 'played_part slot_over', Lũ: PLAYED },
  },
];
