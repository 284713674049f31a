import { type Bilingual, dayNumber, fill, StationError } from '#kernel';

/** Whose programme is relayed. */
export const LEVELS_ABOVE = {
  trung_uong: { vi: 'đài trung ương', en: 'national radio' },
  tinh: { vi: 'đài tỉnh, thành phố', en: 'provincial radio' },
  huyen: { vi: 'đài cấp huyện', en: 'district radio' },
  khac: { vi: 'nguồn khác', en: 'another source' },
} as const satisfies Record<string, Bilingual>;
export type LevelAbove = keyof typeof LEVELS_ABOVE;

/** A level that the law has ended: a source of it must say until when it is still used. */
const ENDED_LEVELS: readonly LevelAbove[] = ['huyen'];
export const SILENCE_LIMIT_MS = 15_000;
const WARN_DAYS = 30;

/** A source as a person describes it. Civil dates are inclusive; null: without end. */
export interface RelayInput {
  readonly name: string;
  readonly url: string;
  readonly levelAbove: LevelAbove;
  readonly fromDate: string | null;
  readonly toDate: string | null;
  /** What is heard when the source gives no sound. */
  readonly fallbackRecordingId: string | null;
  /** So long may it be without sound. */
  readonly silenceMs: number;
  /** A person allows that it stands in a private network. */
  readonly privateAllowed: boolean;
}

export interface RelaySource extends RelayInput {
  readonly id: string;
  readonly createdAt: number;
}

/** True when a source may be relayed on a civil date. Planning asks this, and the desk before it opens a source. */
export function mayRelay(source: Pick<RelaySource, 'fromDate' | 'toDate'>, date: string): boolean {
  return (source.fromDate === null || source.fromDate <= date) && (source.toDate === null || date <= source.toDate);
}

/** Throws RELAY_ENDED unless the source may be relayed on a civil date. */
export function mustBeRelayable(source: RelaySource, date: string): void {
  if (!mayRelay(source, date)) throw new StationError('RELAY_ENDED', { name: source.name, date });
}

/** Throws what is wrong with the dates of a source. */
export function checkDates({ levelAbove, fromDate, toDate }: RelayInput): void {
  for (const [field, date] of Object.entries({ fromDate, toDate })) {
    const problem = { vi: 'không có ngày này', en: 'there is no such day' };
    if (date !== null && dayNumber(date) === null) throw new StationError('REQUEST_INVALID', { field, problem });
  }
  if (fromDate !== null && toDate !== null && toDate < fromDate) {
    const problem = { vi: 'ngày kết thúc đứng trước ngày bắt đầu', en: 'the last day is before the first' };
    throw new StationError('REQUEST_INVALID', { field: 'toDate', problem });
  }
  if (toDate === null && ENDED_LEVELS.includes(levelAbove)) {
    throw new StationError('RELAY_NEEDS_END_DATE', { level: LEVELS_ABOVE[levelAbove] });
  }
}

const WARNINGS = {
  over: {
    vi: 'Nguồn này đã hết hạn dùng từ sau ngày {date}.',
    en: 'The last day of this source was {date}.',
  },
  ends: {
    vi: 'Nguồn này chỉ được dùng đến hết ngày {date} (còn {days} ngày). Hãy tìm nguồn thay thế.',
    en: 'This source may be used until {date} ({days} days left). Look for another one.',
  },
  ended_level: {
    vi: 'Cấp đài này đã kết thúc hoạt động theo quy định. Hãy đổi sang nguồn của đài tỉnh hoặc đài trung ương.',
    en: 'Radio of this level has ended by law. Change to a source of the province or of national radio.',
  },
  no_fallback: {
    vi: 'Chưa có bản ghi dự phòng: khi mất nguồn, loa sẽ im lặng.',
    en: 'There is no fallback recording: when the source is lost the loudspeakers are silent.',
  },
  private: {
    vi: 'Nguồn này được phép nằm trong mạng nội bộ.',
    en: 'This source is allowed to stand in a private network.',
  },
} as const satisfies Record<string, Bilingual>;

/** What a person should know about a source on a civil date. */
export function warningsOf(source: RelaySource, date: string): Bilingual[] {
  const warnings: Bilingual[] = [];
  const left = source.toDate === null ? null : (dayNumber(source.toDate) ?? 0) - (dayNumber(date) ?? 0);
  if (left !== null && left < 0) warnings.push(fill(WARNINGS.over, { date: source.toDate ?? '' }));
  else if (left !== null && left <= WARN_DAYS) {
    warnings.push(fill(WARNINGS.ends, { date: source.toDate ?? '', days: left }));
  }
  if (ENDED_LEVELS.includes(source.levelAbove)) warnings.push(WARNINGS.ended_level);
  if (source.fallbackRecordingId === null) warnings.push(WARNINGS.no_fallback);
  if (source.privateAllowed) warnings.push(WARNINGS.private);
  return warnings;
}
