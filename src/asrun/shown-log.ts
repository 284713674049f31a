/**
 * The log as a person looks at it: the newest appointment first. The lines up to one number that pass a filter are the same
 * for ever, since the log only grows: what is shown, counted, exported and printed with one `upTo` is the same.
 */
import { matches } from '#kernel';
import type { Executor, Row } from '#store';
import { type AsRunFilter, type AsRunLine, filtered, lineOf } from './as-run-store.ts';
import { type LogWord, logWord } from './log-word.ts';

/** A filter that only reading can answer stands beside what the database answers. */
export interface ShownFilter extends AsRunFilter {
  /** Words that begin words of the title, the programme, the village, the cluster or the FM station; tone marks do not matter. */
  readonly text?: string | undefined;
  readonly word?: LogWord | undefined;
  /** The last line that was written when somebody looked. */
  readonly upTo?: number | undefined;
}

/** The place of a line in the order that is shown. */
export interface Place {
  readonly at: number;
  readonly id: number;
}

/** So many lines are read in one go: some ten milliseconds. */
const PIECE = 1000;

/** Lines as they are shown, from a place on (that place included), piece by piece; `pause` lets others work in between. */
export async function* shownPieces(
  db: Executor,
  filter: ShownFilter,
  pause: () => Promise<unknown>,
  from: Place | null = null,
  piece = PIECE,
): AsyncGenerator<AsRunLine[]> {
  const passes = passesOf(filter);
  for (let next = from; ; ) {
    const rows = await pieceFrom(db, filter, next, piece);
    const lines = rows.map(lineOf);
    yield lines.slice(0, piece).filter(passes);
    const rest = lines[piece];
    if (!rest) return;
    next = { at: rest.plannedAt, id: rest.id };
    await pause();
  }
}

/** As many lines as are asked for, from a place on. */
export async function shownPage(
  db: Executor,
  filter: ShownFilter,
  pause: () => Promise<unknown>,
  { from, limit }: { readonly from: Place | null; readonly limit: number },
): Promise<AsRunLine[]> {
  const page: AsRunLine[] = [];
  // Only a search by words reads lines that it does not show.
  const piece = filter.text === undefined && filter.word === undefined ? limit : PIECE;
  for await (const lines of shownPieces(db, filter, pause, from, piece)) {
    page.push(...lines.slice(0, limit - page.length));
    if (page.length >= limit) break;
  }
  return page;
}

/** One line more than a piece: where the next begins. */
async function pieceFrom(
  db: Executor,
  filter: ShownFilter,
  from: Place | null,
  piece: number,
): Promise<Array<Row<'as_run'>>> {
  let query = filtered(db, filter)
    .orderBy('planned_at', 'desc')
    .orderBy('id', 'desc')
    .limit(piece + 1);
  if (filter.upTo !== undefined) query = query.where('id', '<=', filter.upTo);
  if (from) {
    query = query
      .where('planned_at', '<=', from.at)
      .where((where) => where.or([where('planned_at', '<', from.at), where('id', '<=', from.id)]));
  }
  return query.execute();
}

/** What reading answers. The same few texts come again and again: each is compared once. */
function passesOf({ text, word }: ShownFilter): (line: AsRunLine) => boolean {
  const known = new Map<string, boolean>();
  const holds = (line: AsRunLine, sought: string) => {
    const { title, programme, village, endpointName, fmStation, areaPath } = line;
    const said = [title, programme, village, endpointName, fmStation, areaPath].join(' · ');
    const before = known.get(said);
    if (before !== undefined) return before;
    const found = matches(said, sought);
    known.set(said, found);
    return found;
  };
  return (line) => (word === undefined || logWord(line) === word) && (text === undefined || holds(line, text));
}
