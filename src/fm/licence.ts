import { type Bilingual, dayNumber, fill } from '#kernel';

/** How long a licence to use the frequency still holds. */
export type LicenceState = 'unknown' | 'valid' | 'ends_in_180' | 'ends_in_90' | 'ends_in_30' | 'over';

export interface LicenceStanding {
  readonly state: LicenceState;
  /** 0 on its last day, below 0 after it; null: nobody said when it ends. */
  readonly daysLeft: number | null;
  readonly text: Bilingual;
  /** Whether ordinary broadcasts may be planned for that day. */
  readonly mayBePlanned: boolean;
}

const TEXT: Readonly<Record<LicenceState | 'last_day' | 'over_with_note', Bilingual>> = {
  unknown: {
    vi: 'Chưa ghi ngày hết hạn giấy phép tần số.',
    en: 'Nobody entered the last day of the licence.',
  },
  valid: { vi: 'Giấy phép còn đến hết ngày {date}.', en: 'The licence holds to the end of {date}.' },
  ends_in_180: {
    vi: 'Giấy phép còn {days} ngày, đến hết ngày {date}.',
    en: 'The licence holds for {days} more days, to the end of {date}.',
  },
  ends_in_90: {
    vi: 'Giấy phép còn {days} ngày, đến hết ngày {date}. Hãy làm hồ sơ gia hạn.',
    en: 'The licence holds for {days} more days, to the end of {date}. Ask for a new one.',
  },
  ends_in_30: {
    vi: 'Giấy phép chỉ còn {days} ngày, đến hết ngày {date}. Hãy gia hạn ngay.',
    en: 'The licence holds for only {days} more days, to the end of {date}. Renew it now.',
  },
  last_day: {
    vi: 'Hôm nay, {date}, là ngày cuối của giấy phép. Hãy gia hạn ngay.',
    en: 'Today, {date}, is the last day of the licence. Renew it now.',
  },
  over: {
    vi: 'Giấy phép đã hết hạn từ ngày {date}. Buổi thường không được xếp lên tần số này; cảnh báo khẩn cấp vẫn phát.',
    en: 'The licence ended on {date}. No ordinary broadcast is planned for this frequency; emergencies still go.',
  },
  over_with_note: {
    vi: 'Giấy phép đã hết hạn từ ngày {date}, vẫn được xếp lịch vì: {note}',
    en: 'The licence ended on {date}; it is still planned because: {note}',
  },
};

/**
 * How the licence stands on a civil day (YYYY-MM-DD). The last day still counts. After it nothing ordinary is planned
 * unless somebody wrote down why it may be.
 */
export function licenceStanding(licenceEndsOn: string | null, licenceNote: string, today: string): LicenceStanding {
  const last = licenceEndsOn === null ? null : dayNumber(licenceEndsOn);
  const now = dayNumber(today);
  if (licenceEndsOn === null || last === null || now === null) {
    return { state: 'unknown', daysLeft: null, text: TEXT.unknown, mayBePlanned: true };
  }
  const daysLeft = last - now;
  const state = stateOf(daysLeft);
  const note = licenceNote.trim();
  const sentence = daysLeft === 0 ? 'last_day' : state === 'over' && note !== '' ? 'over_with_note' : state;
  const text = fill(TEXT[sentence], { days: daysLeft, date: dayWords(licenceEndsOn), note });
  return { state, daysLeft, text, mayBePlanned: state !== 'over' || note !== '' };
}

function stateOf(daysLeft: number): LicenceState {
  if (daysLeft < 0) return 'over';
  if (daysLeft <= 30) return 'ends_in_30';
  if (daysLeft <= 90) return 'ends_in_90';
  return daysLeft <= 180 ? 'ends_in_180' : 'valid';
}

/** A civil date as it is read here. */
export function dayWords(date: string): Bilingual {
  return { vi: date.split('-').reverse().join('/'), en: date };
}
