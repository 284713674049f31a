import type { Bilingual, FinalState, Level, Reason } from '#kernel';
import type { Rule } from './right.ts';
import type { Hindrance } from './trace.ts';

/** Every place of these tables is said to a person: a new level, rule or state does not compile without its words. */

export const LEVEL_WORDS: Readonly<Record<Level, Bilingual>> = {
  emergency: { vi: 'khẩn cấp', en: 'emergency' },
  live_authority: { vi: 'cấp trên phát trực tiếp', en: 'live from the authority above' },
  live_commune: { vi: 'xã phát trực tiếp', en: 'live from the commune' },
  priority: { vi: 'ưu tiên', en: 'priority' },
  scheduled: { vi: 'theo lịch', en: 'scheduled' },
  filler: { vi: 'lấp chỗ trống', en: 'filler' },
};

/** Why `{winner}` goes before `{other}`. */
export const RULE_WORDS: Readonly<Record<Rule, Bilingual>> = {
  level: {
    vi: 'mức “{winnerLevel}” đứng trước mức “{otherLevel}”',
    en: 'the level “{winnerLevel}” goes before “{otherLevel}”',
  },
  precedence: { vi: 'người phụ trách đã xếp thứ tự như vậy', en: 'a person put them in this order' },
  planned: {
    vi: 'cùng mức, đặt giờ sớm hơn ({winnerPlanned} so với {otherPlanned})',
    en: 'same level, planned earlier ({winnerPlanned}, the other {otherPlanned})',
  },
  accepted: { vi: 'cùng mức, cùng giờ, được nhận trước', en: 'same level, same time, accepted earlier' },
  id: {
    vi: 'cùng mức, cùng giờ, nhận cùng lúc; theo thứ tự mã buổi phát',
    en: 'same level and time, accepted together; by the order of their ids',
  },
};

/** What kept `{title}` from the air, when it was the course of the air. */
export const COURSE_WORDS: Readonly<Record<Exclude<Hindrance, Reason>, Bilingual>> = {
  not_yet: {
    vi: '“{title}” chưa đến giờ: đặt lúc {planned}.',
    en: '“{title}” was not due yet: it is planned for {planned}.',
  },
  air_taken: { vi: '“{title}” chờ vì {holder} đang phát.', en: '“{title}” waited because {holder} had the air.' },
  behind: { vi: '“{title}” chờ sau {holder}: {rule}.', en: '“{title}” waited behind {holder}: {rule}.' },
  too_late: {
    vi: '“{title}” không phát nữa vì đã quá hạn chờ ({last}).',
    en: '“{title}” was given up: its last instant to begin ({last}) was past.',
  },
};

/** What kept `{title}` from the air, when it was a rule. `{reason}` is the reason in words, `{until}` when it ends. */
export const HELD_WORDS: Bilingual = {
  vi: '“{title}” bị giữ vì {reason}{until}.',
  en: '“{title}” was held back: {reason}{until}.',
};

/** How it ended on the endpoint. */
export const STATE_WORDS: Readonly<Record<FinalState, Bilingual>> = {
  played: {
    vi: '“{title}” ({level}) đã phát từ {from} đến {to}.',
    en: '“{title}” ({level}) played from {from} to {to}.',
  },
  played_part: {
    vi: '“{title}” ({level}) phát từ {from} nhưng chỉ được {seconds} giây trên {whole}: {reason}.',
    en: '“{title}” ({level}) played from {from}, but only {seconds} of {whole} seconds: {reason}.',
  },
  failed: {
    vi: '“{title}” ({level}) đặt lúc {planned} không phát được: {reason}.',
    en: '“{title}” ({level}), planned for {planned}, failed: {reason}.',
  },
  cancelled: {
    vi: '“{title}” ({level}) đặt lúc {planned} đã bị hủy: {reason}.',
    en: '“{title}” ({level}), planned for {planned}, was cancelled: {reason}.',
  },
  superseded: {
    vi: '“{title}” ({level}) đặt lúc {planned} đã nhường buổi khác: {reason}.',
    en: '“{title}” ({level}), planned for {planned}, made way for another one: {reason}.',
  },
  expired: {
    vi: '“{title}” ({level}) đặt lúc {planned} đã quá giờ: {reason}.',
    en: '“{title}” ({level}), planned for {planned}, came too late: {reason}.',
  },
  handed_over: {
    vi: '“{title}” ({level}) đặt lúc {planned} đã chuyển sang đài FM; {reason}.',
    en: '“{title}” ({level}), planned for {planned}, was handed over to the FM station; {reason}.',
  },
  withheld: {
    vi: '“{title}” ({level}) đặt lúc {planned} bị giữ lại theo quy định: {reason}.',
    en: '“{title}” ({level}), planned for {planned}, was held back by a rule: {reason}.',
  },
};

/** How it stands while its end is not known. */
export const OPEN_WORDS: Readonly<Record<'planned' | 'ordered' | 'playing', Bilingual>> = {
  planned: {
    vi: '“{title}” ({level}) đặt lúc {planned}, đang chờ.',
    en: '“{title}” ({level}), planned for {planned}, is waiting.',
  },
  ordered: {
    vi: '“{title}” ({level}) đã có lệnh phát lúc {start}; cụm loa chưa báo lại.',
    en: '“{title}” ({level}) was ordered to start at {start}; the endpoint has not reported yet.',
  },
  playing: { vi: '“{title}” ({level}) đang phát từ {from}.', en: '“{title}” ({level}) has been playing since {from}.' },
};
