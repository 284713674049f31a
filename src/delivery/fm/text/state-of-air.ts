import type { FmStation } from '#fm';
import type { FmOnAir } from '../on-air.ts';
import type { RdsState } from '../rds-state.ts';
import { oneLine, plainLetters } from './plain-letters.ts';
import { programmeService, type RadioText, radioText } from './rds-text.ts';

const PTY_ALARM_TEST = 30;
const PTY_ALARM = 31;

/** What a tag says the radio text is, by the RT+ specification. */
const TAGGED = { alarm: 27, stationName: 32, programmeNow: 33 } as const;

/** What a broadcast does not say by itself. */
export interface Meaning {
  /** An exercise: receivers are told that it is one. */
  readonly isTest?: boolean;
  /** The all-clear of an alert: of the same level and title, and nothing to be afraid of. */
  readonly isAllClear?: boolean;
}

interface Circumstances extends Meaning {
  /** Free groups to be sent now (see groupsBetween). */
  readonly groups?: readonly string[];
  /** Of the station's zone, for those whose encoder sends the time. */
  readonly offsetMinutes?: number;
}

/** The text of the moment: as receivers show it, and with its marks. */
export interface AirText extends RadioText {
  readonly utf8: string;
}

/** What is on air and not over; a broadcast that outlived its known end is off air, even if nobody said so. */
export function carriedAt(onAir: FmOnAir | null, now: number): FmOnAir | null {
  return onAir === null || (onAir.endAt !== null && onAir.endAt <= now) ? null : onAir;
}

/** When the traffic announcement of a broadcast must be released; null: it is none. Epoch ms. */
function announcedUntil(station: FmStation, onAir: FmOnAir): number | null {
  if (onAir.broadcast.level !== 'emergency') return null;
  const longest = onAir.startAt + station.taTimeoutS * 1000;
  return Math.min(longest, onAir.endAt ?? longest);
}

/** What stands in receivers' displays at `now`: the title of what is on air, else the station's own text. */
export function airTextOf(station: FmStation, onAir: FmOnAir | null, now: number, meaning: Meaning = {}): AirText {
  const carried = carriedAt(onAir, now);
  if (carried?.broadcast.level === 'emergency') return urgentText(carried.broadcast.title, meaning);
  const own = station.fallbackText || station.name;
  const title = carried && plainLetters(carried.broadcast.title) !== '' ? carried.broadcast.title : own;
  return { ...radioText(title), utf8: oneLine(title) };
}

function urgentText(title: string, { isTest = false, isAllClear = false }: Meaning): AirText {
  const head = isTest ? 'Diễn tập' : isAllClear ? 'Báo yên' : 'Cảnh báo';
  const isSaid = plainLetters(title).toLowerCase().startsWith(plainLetters(head).toLowerCase());
  const whole = isSaid ? title : `${head}: ${title}`;
  const shown = radioText(plainLetters(title) === '' ? head : whole, { isUpper: true });
  return { ...shown, utf8: oneLine((oneLine(title) === '' ? head : whole).toUpperCase()) };
}

/**
 * What the RDS of a station has to say at `now`. An emergency is announced (TA) until it is over or the station's time-out
 * has passed, whichever comes first, under PTY 31, or 30 when it is an exercise; nothing else ever is. An all-clear is announced
 * under the station's own PTY. TP stands always, so that receivers are waiting for TA when it comes.
 */
export function rdsStateOf(
  station: FmStation,
  onAir: FmOnAir | null,
  now: number,
  { isTest = false, isAllClear = false, groups = [], offsetMinutes }: Circumstances = {},
): RdsState {
  const carried = carriedAt(onAir, now);
  const until = carried && announcedUntil(station, carried);
  const isAlarm = until !== null && !isAllClear;
  const isAnnounced = until !== null && now < until;
  const { text: rt } = airTextOf(station, onAir, now, { isTest, isAllClear });
  return {
    pi: station.pi,
    ecc: station.ecc,
    language: station.rdsLanguage,
    ps: programmeService(station.ps),
    rt,
    tp: true,
    ta: isAnnounced,
    taUntil: isAnnounced ? until : null,
    pty: isAlarm ? (isTest ? PTY_ALARM_TEST : PTY_ALARM) : station.pty,
    rtPlus: tagsOf(station, carried, rt, isAlarm),
    groups: [...groups],
    ...(station.ptyn === '' ? {} : { ptyn: plainLetters(station.ptyn).slice(0, 8) }),
    ...(station.alternativesKhz.length === 0 ? {} : { alternativesKhz: station.alternativesKhz }),
    ...(station.sendsClock ? { clock: { offsetMinutes: offsetMinutes ?? 0 } } : {}),
  };
}

/** One tag over the whole text where it is known what the text is. */
function tagsOf(station: FmStation, carried: FmOnAir | null, rt: string, isAlarm: boolean): RdsState['rtPlus'] {
  const isName = carried === null && rt === radioText(station.name).text;
  const type = carried ? (isAlarm ? TAGGED.alarm : TAGGED.programmeNow) : null;
  if (rt === '' || (type === null && !isName)) return [];
  return [{ type: type ?? TAGGED.stationName, start: 0, length: rt.length - 1 }];
}

/** The groups that open and close the receivers of one village. */
export interface CodedReceiver {
  readonly endpointId: string;
  readonly onGroups: readonly string[];
  readonly offGroups: readonly string[];
}

/**
 * What must be sent so that these receivers hear and no others: first the groups that close those which are not to hear
 * any more, then those that open the new ones. A group that closes several at once may hit one that is to stay open: that
 * one is opened again. `previous` null: nobody knows what is open (the station was restarted), so everybody is told.
 */
export function groupsBetween(
  previous: ReadonlySet<string> | null,
  next: ReadonlySet<string>,
  receivers: readonly CodedReceiver[],
): string[] {
  const isNew = ({ endpointId }: CodedReceiver) => next.has(endpointId) && !previous?.has(endpointId);
  const isLeft = ({ endpointId }: CodedReceiver) =>
    !next.has(endpointId) && (previous === null || previous.has(endpointId));
  const off = new Set(receivers.filter(isLeft).flatMap((one) => one.offGroups));
  const isHit = (one: CodedReceiver) => next.has(one.endpointId) && one.offGroups.some((group) => off.has(group));
  const on = receivers.filter((one) => isNew(one) || isHit(one)).flatMap((one) => one.onGroups);
  return [...off, ...new Set(on)];
}
