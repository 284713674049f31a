/** The log as a file for people: the columns of the screen, in its order, in its words. */
import { type Bilingual, civilOf, csvField, EVIDENCE, FINAL_STATES, REASONS } from '#kernel';
import type { AsRunLine } from './as-run-store.ts';
import { LOG_WORDS, logWord } from './log-word.ts';

type Language = keyof Bilingual;
/** Excel takes UTF-8 only with this in front. */
const BOM = '\uFEFF';

const dayOf = (at: number, zone: string) => civilOf(at, zone).date.split('-').reverse().join('/');
const timeOf = (at: number | null, zone: string) => (at === null ? '' : civilOf(at, zone).time);
const secondsOf = (ms: number) => Math.round(ms / 1000);

const COLUMNS: ReadonlyArray<
  readonly [Bilingual, (line: AsRunLine, zone: string, language: Language) => string | number]
> = [
  [{ vi: 'Ngày', en: 'Day' }, (line, zone) => dayOf(line.plannedAt, zone)],
  [{ vi: 'Giờ hẹn', en: 'Planned at' }, (line, zone) => timeOf(line.plannedAt, zone)],
  [{ vi: 'Dài theo hẹn (giây)', en: 'Planned length (s)' }, (line) => secondsOf(line.durationMs)],
  [{ vi: 'Bản tin', en: 'Bulletin' }, (line) => line.title],
  [{ vi: 'Chương trình', en: 'Programme' }, (line) => line.programme],
  [{ vi: 'Thôn, địa bàn', en: 'Village' }, (line) => line.village],
  [{ vi: 'Cụm loa', en: 'Cluster' }, (line) => line.endpointName],
  [{ vi: 'Đường FM', en: 'FM station' }, (line) => line.fmStation],
  [{ vi: 'Nghe từ', en: 'Heard from' }, (line, zone) => timeOf(line.startedAt, zone)],
  [{ vi: 'Nghe đến', en: 'Heard until' }, (line, zone) => timeOf(line.endedAt, zone)],
  [{ vi: 'Nghe được (giây)', en: 'Heard (s)' }, (line) => secondsOf(line.renderedMs)],
  [{ vi: 'So với hẹn', en: 'Against the plan' }, (line, _zone, language) => LOG_WORDS[logWord(line)][language]],
  [{ vi: 'Kết quả', en: 'Result' }, (line, _zone, language) => FINAL_STATES[line.state][language]],
  [{ vi: 'Lý do', en: 'Reason' }, (line, _zone, language) => REASONS[line.reason][language]],
  [{ vi: 'Mức chứng cứ', en: 'Evidence grade' }, (line) => line.evidence],
  [{ vi: 'Nghĩa của mức', en: 'What the grade means' }, (line, _zone, language) => EVIDENCE[line.evidence][language]],
  [{ vi: 'Số dòng nhật ký', en: 'Line number' }, (line) => line.id],
];

/** The first bytes of the file: mark and column names. */
export function shownCsvHead(language: Language): string {
  return `${BOM}${COLUMNS.map(([name]) => csvField(name[language])).join(',')}\r\n`;
}

/** One line as it is shown. */
export function shownCsvLine(line: AsRunLine, zone: string, language: Language): string {
  return `${COLUMNS.map(([, read]) => csvField(read(line, zone, language))).join(',')}\r\n`;
}
