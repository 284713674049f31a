import type { Answer } from '../api/client.ts';

export type Outline = Answer<'outlineAsRun'>;
export type Sums = Outline['sums'];
export type LogWord = Exclude<keyof Sums, 'lines'>;
type Level = 'emergency' | 'live_authority' | 'live_commune' | 'priority' | 'scheduled' | 'filler';

/** The filter of the as-run log as it stands on screen; an empty field filters nothing. */
export interface LogFilter {
  readonly date: string;
  readonly lastDate: string;
  readonly areaId: string;
  readonly village: string;
  readonly endpointId: string;
  readonly programme: string;
  readonly carrier: '' | 'ip' | 'fm';
  readonly level: '' | Level;
  readonly word: '' | LogWord;
  readonly text: string;
}

export const NO_FILTER: LogFilter = {
  ...{ date: '', lastDate: '', areaId: '', village: '', endpointId: '', programme: '' },
  ...{ carrier: '', level: '', word: '', text: '' },
};

/** What is asked for: without the fields that filter nothing. */
type LogQuery = Partial<Omit<LogFilter, 'carrier' | 'level' | 'word'>> & {
  readonly carrier?: 'ip' | 'fm';
  readonly level?: Level;
  readonly word?: LogWord;
};

/** The same filter for the list, the file and the book, so that they hold what is shown. */
export function queryOf(filter: LogFilter): LogQuery {
  const { date, lastDate, ...rest } = filter;
  const days = date === '' ? {} : lastDate === '' || lastDate === date ? { date } : { date, lastDate };
  const given = Object.entries({ ...rest, text: rest.text.trim() }).filter(([, value]) => value !== '');
  return { ...days, ...Object.fromEntries(given) };
}

/** True when the first day comes after the last. */
export const isBackwards = ({ date, lastDate }: LogFilter): boolean =>
  date !== '' && lastDate !== '' && lastDate < date;
