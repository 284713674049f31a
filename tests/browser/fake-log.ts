import { LogCounter, logWord } from '#asrun';
import { civilOf, matches, notFound } from '#kernel';
import type { RouteAnswer, RouteInput } from '../../src/http/contract.ts';
import { FAKE_ZONE } from './fake-day.ts';
import type { FakeHandlers } from './fake-house.ts';

type Line = RouteAnswer<'listAsRun'>[number];
type Asked = RouteInput<'outlineAsRun'>['query'];

/** The log of the fake station as it is looked at: the newest appointment first. */
export class FakeLog {
  readonly #lines: () => readonly Line[];
  /** What the station says of any minute; a test puts its own words here. */
  why: RouteAnswer<'why'>['lines'] = [
    { kind: 'decision', about: null, text: { vi: 'Cụm loa lúc đó đang rảnh.', en: 'The endpoint was free.' } },
    { kind: 'gate', about: null, text: { vi: 'Quy định: lúc đó được phát.', en: 'House rules: it might sound then.' } },
  ];
  constructor(lines: () => readonly Line[]) {
    this.#lines = lines;
  }

  shown({ date, lastDate = date, village, areaId, endpointId, programme, carrier, level, word, text, upTo }: Asked) {
    const day = (line: Line) => civilOf(line.plannedAt, FAKE_ZONE).date;
    const said = (line: Line) => [line.title, line.programme, line.village, line.endpointName].join(' ');
    const is = (wanted: string | undefined, value: string | null) => wanted === undefined || wanted === value;
    return this.#lines()
      .filter((line) => upTo === undefined || line.id <= upTo)
      .filter((line) => date === undefined || (day(line) >= date && day(line) <= (lastDate ?? date)))
      .filter((line) => is(village, line.village) && is(areaId, line.areaId) && is(endpointId, line.endpointId))
      .filter((line) => is(programme, line.programme) && is(carrier, line.carrier) && is(level, line.level))
      .filter((line) => is(word, logWord(line)) && (text === undefined || matches(said(line), text)))
      .toSorted((a, b) => b.plannedAt - a.plannedAt || b.id - a.id);
  }

  readonly handlers: FakeHandlers = {
    outlineAsRun: ({ query }) => {
      const counter = new LogCounter(FAKE_ZONE);
      counter.take(this.shown(query));
      const { sums, starts, days, villages } = counter.outline();
      const upTo = query.upTo ?? this.#lines().reduce((last, { id }) => Math.max(last, id), 0);
      return { upTo, sums, open: 0, starts: [...starts], days: [...days], villages: [...villages] };
    },
    shownAsRun: ({ query: { fromAt = Number.MAX_SAFE_INTEGER, fromId = Number.MAX_SAFE_INTEGER, limit, ...asked } }) =>
      this.shown(asked)
        .filter(({ plannedAt, id }) => plannedAt < fromAt || (plannedAt === fromAt && id <= fromId))
        .slice(0, limit),
    getAsRunLine: ({ params }) => {
      const line = this.#lines().find(({ id }) => id === params.id);
      if (!line) throw notFound('page');
      return line;
    },
    why: ({ query: { endpointId, at } }) => ({
      ...{ endpointId, endpointName: endpointId, from: at, to: at + 60_000, playing: [], lines: this.why },
      headline: { vi: 'Lúc đó cụm loa phát bản tin.', en: 'The endpoint played the bulletin.' },
    }),
  };
}
