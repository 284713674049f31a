/** The sentences that tell of a hand-over, or why there was none. Pure. */
import { type Bilingual, fill } from '#kernel';
import type { Counts, HandOver, HandoverReason, StandIn } from './decide.ts';
import { CONFIRM_MS } from './endpoint-word.ts';

const WHY: Readonly<Record<HandoverReason, Bilingual>> = {
  unreachable: {
    vi: 'Chỉ {carrying}/{of} cụm loa của {village} liên lạc được',
    en: 'Only {carrying} of {of} loudspeakers of {village} could be reached',
  },
  unconfirmed: {
    vi: 'Chỉ {carrying}/{of} cụm loa của {village} xác nhận đang phát sau {seconds} giây',
    en: 'Only {carrying} of {of} loudspeakers of {village} confirmed within {seconds} s that they play',
  },
  lost: {
    vi: 'Chỉ {carrying}/{of} cụm loa của {village} còn liên lạc được khi đang phát khẩn cấp',
    en: 'Only {carrying} of {of} loudspeakers of {village} could still be reached during the emergency',
  },
};
const HANDED: Bilingual = {
  vi: '{why} (ngưỡng {threshold} %): chuyển sang đài FM {stations}.',
  en: '{why} (threshold {threshold} %): handed over to the FM station {stations}.',
};
const UNUSABLE: Bilingual = {
  vi: 'Chỉ {carrying}/{of} cụm loa của {village} phát được, nhưng đài FM {stations} không thay được: {whyNot}',
  en: 'Only {carrying} of {of} loudspeakers of {village} carry it, but the FM station {stations} cannot stand in: {whyNot}',
};
const ALONE: Bilingual = {
  vi: '{count} cụm loa không liên lạc được hoặc không xác nhận đang phát, và ở đó không có cụm thu FM thay thế.',
  en: '{count} loudspeakers could not be reached or did not confirm that they play, and no FM receivers stand in there.',
};

const namesOf = (standIns: readonly StandIn[]) => [...new Set(standIns.map((one) => one.stationName))].join(', ');

/** That a village was handed over to these receivers. */
export function tellHandOver(
  village: string,
  { why, counts, thresholdPercent }: HandOver,
  to: readonly StandIn[],
): Bilingual {
  const values = { ...counts, village, seconds: CONFIRM_MS / 1000 };
  return fill(HANDED, { why: fill(WHY[why], values), threshold: thresholdPercent, stations: namesOf(to) });
}

/** That the receivers of a village could not stand in. */
export function tellUnusable(village: string, counts: Counts, standIns: readonly StandIn[]): Bilingual {
  const reasons = standIns.flatMap((one) => one.whyNot ?? []);
  const whyNot = (language: keyof Bilingual) => [...new Set(reasons.map((one) => one[language]))].join(' ');
  return fill(UNUSABLE, {
    ...{ ...counts, village, stations: namesOf(standIns) },
    whyNot: { vi: whyNot('vi'), en: whyNot('en') },
  });
}

/** That loudspeakers fail for which nothing stands in. */
export function tellAlone(count: number): Bilingual {
  return fill(ALONE, { count });
}
