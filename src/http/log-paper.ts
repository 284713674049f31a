import { LOG_WORDS, type LogWord, lastLine, logWord, shownPieces } from '#asrun';
import { findEndpoint } from '#endpoint';
import { civilOf, StationError } from '#kernel';
import { type LogBookRow, logBook, readFonts } from '#paper';
import { listAreas } from '#place';
import type { RouteInput } from './contract.ts';
import { shownFilterOf } from './handlers/as-run.ts';
import type { House } from './house.ts';

/** More than this nobody binds in one book, and it would be set for minutes. */
const MOST_LINES = 5000;

type Asked = RouteInput<'printAsRun'>['query'];

/** The log as it is shown, as a book in PDF. Throws LOG_BOOK_TOO_LONG. */
export async function logBookOf(house: House, asked: Asked): Promise<Uint8Array> {
  const { store, settings, world } = house;
  const { name: station, zone } = settings;
  const filter = await shownFilterOf(house, asked);
  const upTo = filter.upTo ?? (await lastLine(store.db));
  const rows: LogBookRow[] = [];
  const counts = new Map<LogWord, number>();
  for await (const lines of shownPieces(store.db, { ...filter, upTo }, () => world.clock.sleep(0))) {
    if (rows.length + lines.length > MOST_LINES) throw new StationError('LOG_BOOK_TOO_LONG', { most: MOST_LINES });
    for (const line of lines) {
      const word = logWord(line);
      counts.set(word, (counts.get(word) ?? 0) + 1);
      rows.push({ ...line, date: civilOf(line.plannedAt, zone).date, word: LOG_WORDS[word].vi });
    }
  }
  const words = Object.keys(LOG_WORDS) as LogWord[];
  const sums = [
    `Có hẹn: ${rows.length}`,
    ...words.flatMap((word) => (counts.has(word) ? [`${LOG_WORDS[word].vi}: ${counts.get(word)}`] : [])),
  ];
  const data = { station, chosen: await chosenOf(house, asked), zone, rows, sums, upTo };
  // What is on air goes on while somebody prints.
  return logBook({ ...data, printedAt: world.clock.wallMs() }, await readFonts(world.files), true, () =>
    world.clock.sleep(0),
  );
}

/** What was chosen, in words, so that the paper does not pass for the whole log. */
async function chosenOf({ store }: House, asked: Asked): Promise<string[]> {
  const { date, lastDate, areaId, village, endpointId, programme, carrier, word, text } = asked;
  const day = (civil: string) => civil.split('-').reverse().join('/');
  const area = areaId === undefined ? null : (await listAreas(store.db)).find(({ id }) => id === areaId);
  const endpoint = endpointId === undefined ? null : await findEndpoint(store.db, endpointId);
  return [
    date === undefined ? 'tất cả các ngày' : '',
    date !== undefined && (lastDate === undefined || lastDate === date) ? day(date) : '',
    date !== undefined && lastDate !== undefined && lastDate !== date ? `từ ${day(date)} đến ${day(lastDate)}` : '',
    area ? area.name : (village ?? ''),
    endpoint?.name ?? '',
    programme ?? '',
    carrier === undefined ? '' : carrier === 'fm' ? 'qua FM' : 'cụm loa IP',
    word === undefined ? '' : LOG_WORDS[word].vi.toLowerCase(),
    text === undefined ? '' : `tìm “${text}”`,
  ].filter((part) => part !== '');
}
