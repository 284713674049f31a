/** What persons do: the inbox of the system above, ties, "dừng tất cả", and languages. */
import type { WrittenDay } from '../../support/day-book.ts';
import {
  alarm,
  answer,
  ask,
  bank,
  cut,
  daily,
  item,
  kill,
  lift,
  mend,
  plan,
  speaks,
  start,
  stopAll,
  version,
} from '../../support/day-deeds.ts';

const PLAYED = 'played complete';
const STOPPED = 'played_part stopped_by_operator';
const MORNING = { from: '2026-11-23 05:40', until: '06:20' };
/** What is accepted in one and the same millisecond has no first. */
const tie = [
  ['05:40:10', ask('Của xã', '06:00', { lasts: 30, level: 'priority' }), ask('Tin sáng', '06:00', { lasts: 20 })],
  ['05:40:11', item('Của tỉnh', { class: 'uu_tien', lasts: 20 })],
] as const;

export const PEOPLE_DAYS: readonly WrittenDay[] = [
  {
    name: 'an ordinary item from above lies in the inbox and never plays by itself, also not into silence',
    from: '2026-11-23 05:40',
    until: '08:10',
    deeds: [
      [
        '05:40:10',
        item('Thường', { class: 'thong_thuong', lasts: 20 }),
        plan('Tin', daily('06:00', '08:00'), { lasts: 20 }),
      ],
      ['07:00', kill],
      ['07:01', start],
    ],
    heard: [
      ['Tin', '06:00', '06:00:20'],
      ['Tin', '08:00', '08:00:20'],
    ],
    ends: { Tin: PLAYED },
    stillOpen: ['Tin'],
  },
  {
    name: 'a priority item goes to the front of the next programme, and does not cut the one that sounds',
    ...MORNING,
    deeds: [
      ['05:40:10', ask('Đang phát', '06:00', { lasts: 60 }), ask('Chương trình', '06:05', { lasts: 30 })],
      ['06:00:20', item('Ưu tiên', { class: 'uu_tien', lasts: 20 })],
    ],
    heard: [
      ['Đang phát', '06:00', '06:01'],
      ['Ưu tiên', '06:05', '06:05:20'],
      ['Chương trình', '06:05:20', '06:05:50'],
    ],
    ends: { 'Đang phát': PLAYED, 'Ưu tiên': PLAYED, 'Chương trình': PLAYED },
  },
  {
    name: 'a priority item that comes in the night waits for the morning',
    from: '2026-11-23 04:30',
    until: '05:10',
    rules: 'fresh',
    deeds: [['04:30:10', item('Ưu tiên', { class: 'uu_tien', lasts: 20 })]],
    heard: [['Ưu tiên', '05:00', '05:00:20']],
    ends: { 'Ưu tiên': PLAYED },
  },
  {
    name: 'an urgent item interrupts at once',
    ...MORNING,
    deeds: [
      ['05:40:10', ask('Tin', '06:00', { lasts: 60, interruption: 'drop' })],
      ['06:00:20', item('Khẩn', { class: 'khan_cap', lasts: 20 })],
    ],
    heard: [
      ['Tin', '06:00', '06:00:20'],
      ['Khẩn', '06:00:20', '06:00:40', 4],
    ],
    ends: { Tin: 'superseded pre_empted', Khẩn: PLAYED },
    reasons: { Khẩn: 'Vì dân' },
  },
  {
    name: 'a tie of the commune and the province that nobody answers: who was accepted first goes first',
    ...MORNING,
    deeds: [...tie],
    heard: [
      ['Của xã', '06:00', '06:00:30'],
      ['Của tỉnh', '06:00:30', '06:00:50'],
      ['Tin sáng', '06:00:50', '06:01:10'],
    ],
    ends: { 'Của xã': PLAYED, 'Của tỉnh': PLAYED, 'Tin sáng': PLAYED },
  },
  {
    name: 'a tie that a person answers goes as he says, also when the station starts anew in between',
    ...MORNING,
    deeds: [...tie, ['05:50', answer('Của tỉnh')], ['05:55', kill], ['05:55:30', start]],
    heard: [
      ['Của tỉnh', '06:00', '06:00:20'],
      ['Của xã', '06:00:20', '06:00:50'],
      ['Tin sáng', '06:00:50', '06:01:10'],
    ],
    ends: { 'Của xã': PLAYED, 'Của tỉnh': PLAYED, 'Tin sáng': PLAYED },
  },
  {
    name: '"dừng tất cả" in one village at 6:00 for 30 minutes: 6:20 is silent there, 6:40 is heard',
    from: '2026-11-23 05:40',
    until: '06:50',
    deeds: [
      ['05:40:10', plan('Tin', daily('05:59', '06:20', '06:40'), { lasts: 120 })],
      ['06:00', stopAll({ only: ['Tây'], holdMin: 30 })],
    ],
    heard: {
      Đông: [
        ['Tin', '05:59', '06:01'],
        ['Tin', '06:20', '06:22'],
        ['Tin', '06:40', '06:42'],
      ],
      Tây: [
        ['Tin', '05:59', '06:00', 3],
        ['Tin', '06:40', '06:42'],
      ],
    },
    ends: { 'Tin @ Đông': PLAYED, 'Tin @ Tây': `${PLAYED}, ${STOPPED}, withheld quiet_zone` },
    stillOpen: ['Tin'],
  },
  {
    name: '"dừng tất cả" holds though the station starts anew and the line is cut',
    from: '2026-11-23 05:40',
    until: '06:50',
    deeds: [
      ['05:40:10', plan('Tin', daily('06:20', '06:40'), { lasts: 60 })],
      ['06:00', stopAll({ holdMin: 30 })],
      ['06:05', cut('Tây')],
      ['06:10', kill],
      ['06:12', start],
      ['06:35', mend('Tây')],
    ],
    heard: [['Tin', '06:40', '06:41']],
    ends: { Tin: `${PLAYED}, withheld quiet_zone` },
    stillOpen: ['Tin'],
  },
  {
    name: '"dừng tất cả" that is lifted lets the next one sound; an emergency has sounded meanwhile',
    from: '2026-11-23 05:40',
    until: '06:50',
    deeds: [
      ['05:40:10', bank('Lũ', 20), ask('Tin', '06:00', { lasts: 120 }), ask('Sau', '06:20', { lasts: 60 })],
      ['06:01', stopAll({ holdMin: 60 })],
      ['06:05', alarm('Lũ')],
      ['06:10', lift()],
    ],
    heard: [
      ['Tin', '06:00', '06:01', 3],
      ['Lũ', '06:05', '06:05:20'],
      ['Sau', '06:20', '06:21'],
    ],
    ends: { Tin: STOPPED, Lũ: PLAYED, Sau: PLAYED },
  },
  {
    name: '"dừng tất cả" silences a voice and an emergency too, and without a hold the next one may sound',
    ...MORNING,
    deeds: [
      ['05:40:10', bank('Lũ', 120), ask('Sau', '06:05', { lasts: 30 })],
      ['06:00', ask('Xã nói', '06:00', { lasts: 600, kind: 'live', level: 'live_commune', isStream: true })],
      ['06:01', alarm('Lũ')],
      ['06:02', stopAll({ holdMin: 0 })],
    ],
    heard: [
      ['Xã nói', '06:00', '06:01'],
      ['Lũ', '06:01', '06:02', 3],
      ['Sau', '06:05', '06:05:30'],
    ],
    ends: { 'Xã nói': STOPPED, Lũ: STOPPED, Sau: PLAYED },
  },
  {
    name: 'each village hears its own language of one bulletin; neither waits for the other',
    ...MORNING,
    deeds: [
      ['05:40:10', speaks('Tây', 'hmn'), ask('Tin trước', '05:50', { lasts: 20 }), version('Tiêm chủng', 'hmn', 40)],
      ['05:41', ask('Tiêm chủng', '06:00', { lasts: 20 }), ask('Sau', '06:00:10', { lasts: 10 })],
    ],
    heard: {
      Đông: [
        ['Tin trước', '05:50', '05:50:20'],
        ['Tiêm chủng', '06:00', '06:00:20'],
        ['Sau', '06:00:20', '06:00:30'],
      ],
      Tây: [
        ['Tin trước', '05:50', '05:50:20'],
        ['Tiêm chủng', '06:00', '06:00:40'],
        ['Sau', '06:00:40', '06:00:50'],
      ],
    },
    ends: { 'Tin trước': PLAYED, 'Tiêm chủng': PLAYED, Sau: PLAYED },
  },
];
