import { type ExceptionDay, exceptionDay, type GateRules, gateRules, openMinutesADay } from '#gate';
import { type Bilingual, dayNumber, StationError, secondOfDay } from '#kernel';

/** A quiet span, and a state mourning, is at most so long: a wrong year must not silence a commune. */
const LONGEST_SILENCE_DAYS = 31;
const DAY_MS = 86_400_000;

const wrong = (field: string, vi: string, en: string) => new StationError('GATE_RULES', { field, problem: { vi, en } });

/** Rules as a person wrote them, or GATE_RULES that names the field. */
export function checkRules(asked: GateRules): GateRules {
  mustBeSpans(asked.quietHours, 'quietHours');
  mustBeSpans(asked.windows, 'windows');
  if (asked.nightBand) mustBeSpan(asked.nightBand, 'nightBand');
  if (asked.weekdays.length === 0) {
    throw wrong('weekdays', 'cần chọn ít nhất một thứ trong tuần', 'at least one weekday is needed');
  }
  mustLeaveRoom(asked, ['sessionsPerDay', 'minutesPerSession', 'repeatLimit']);
  if (openMinutesADay({ ...asked, windows: [] }) === 0) {
    throw wrong('quietHours', 'giờ yên lặng chiếm cả ngày', 'the quiet hours take the whole day');
  }
  asked.windows.forEach((window, at) => {
    if (openMinutesADay({ ...asked, windows: [window] }) > 0) return;
    throw wrong(
      `windows.${at}`,
      'khung giờ này nằm trọn trong giờ yên lặng',
      'this window lies within the quiet hours',
    );
  });
  return gateRules.parse({ ...asked, weekdays: [...new Set(asked.weekdays)].sort((a, b) => a - b) });
}

/** An exception day as a person wrote it, or GATE_RULES that names the field. */
export function checkExceptionDay(asked: ExceptionDay): ExceptionDay {
  mustBeDate(asked.date, 'date');
  mustBeWritten(asked.reason, 'reason');
  mustBeSpans(asked.windows ?? [], 'windows');
  if (asked.windows?.length === 0) {
    throw wrong(
      'windows',
      'cần ít nhất một khung giờ, hoặc để trống nếu giờ như mọi ngày',
      'at least one window is needed, or null where the hours are as on other days',
    );
  }
  mustLeaveRoom(asked, ['sessionsPerDay', 'minutesPerSession']);
  return exceptionDay.parse(asked);
}

/** First and last day of a mourning, or GATE_RULES that names the field. */
export function checkMourning({ from, to, reason }: { from: string; to: string; reason: string }): void {
  mustBeDate(from, 'from');
  mustBeDate(to, 'to');
  mustBeWritten(reason, 'reason');
  const days = (dayNumber(to) ?? 0) - (dayNumber(from) ?? 0) + 1;
  if (days < 1) throw wrong('to', 'ngày cuối đứng trước ngày đầu', 'the last day lies before the first');
  if (days > LONGEST_SILENCE_DAYS)
    throw wrong('to', `dài hơn ${LONGEST_SILENCE_DAYS} ngày`, `is longer than ${LONGEST_SILENCE_DAYS} days`);
}

/** The beginning of a version: a date, today or later, with a note. */
export function checkBeginning({ from, note }: { from: string; note: string }, today: string): void {
  mustBeDate(from, 'from');
  mustNotBePast(from, today);
  mustBeWritten(note, 'note');
}

/** GATE_PAST for a date before today. */
export function mustNotBePast(date: string, today: string): void {
  if (date < today) throw new StationError('GATE_PAST', { date });
}

/** A quiet span as a person asks for it, or QUIET_SPAN that says what is wrong with it. */
export function checkQuietSpan(
  span: { areaId: string | null; endpointId: string | null; from: number; to: number; reason: string },
  nowMs: number,
): void {
  const refuse = (vi: string, en: string) => new StationError('QUIET_SPAN', { problem: { vi, en } });
  if (span.reason.trim() === '') throw refuse('chưa ghi lý do', 'no reason is written');
  if (span.areaId !== null && span.endpointId !== null) {
    throw refuse('chỉ chọn một địa bàn hoặc một cụm loa', 'choose one area or one endpoint, not both');
  }
  if (span.to <= span.from) throw refuse('giờ kết thúc không sau giờ bắt đầu', 'it does not end after it begins');
  if (span.to <= nowMs) throw refuse('giờ kết thúc đã qua', 'its end is past');
  if (span.to - Math.max(span.from, nowMs) > LONGEST_SILENCE_DAYS * DAY_MS) {
    const most = LONGEST_SILENCE_DAYS;
    throw refuse(`dài hơn ${most} ngày`, `it is longer than ${most} days`);
  }
}

function mustBeSpans(spans: ReadonlyArray<{ from: string; to: string }>, field: string): void {
  for (const [at, span] of spans.entries()) mustBeSpan(span, `${field}.${at}`);
}

function mustBeSpan({ from, to }: { from: string; to: string }, field: string): void {
  for (const [part, time] of Object.entries({ from, to })) {
    if (/^\d\d:\d\d$/.test(time) && secondOfDay(time) !== null) continue;
    throw wrong(
      `${field}.${part}`,
      `giờ "${time}" không có thật; hãy viết từ 00:00 đến 23:59`,
      `there is no hour "${time}"; write 00:00 to 23:59`,
    );
  }
}

function mustBeDate(date: string, field: string): void {
  if (dayNumber(date) === null) {
    throw wrong(field, `ngày "${date}" không có thật`, `there is no day "${date}"`);
  }
}

function mustBeWritten(text: string, field: string): void {
  if (text.trim() === '') throw wrong(field, 'hãy ghi lý do', 'write the reason');
}

/** Nought is no limit for anybody: who wants silence sets a quiet span, who wants no limit leaves it out. */
function mustLeaveRoom<Field extends string>(
  asked: Readonly<Record<Field, number | null>>,
  fields: readonly Field[],
): void {
  const problem: Bilingual = {
    vi: 'phải từ 1 trở lên; để trống nếu không giới hạn',
    en: 'must be 1 or more; leave it out where there is no limit',
  };
  for (const field of fields) if (asked[field] === 0) throw new StationError('GATE_RULES', { field, problem });
}
