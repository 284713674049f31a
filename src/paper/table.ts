import { type Line, MARGIN, type Sheet } from './sheet.ts';

export interface Column {
  readonly head: string;
  readonly width: number;
}

/** One row: the paragraphs of each cell. */
export type Cells = ReadonlyArray<readonly Line[]>;

const PAD = 4;
/** Less room than this is not begun on the old page. */
const WORTH_BEGINNING = 120;
const HEAD_SIZE = 8;
const HEAD_FILL = '#e8ecef';

/**
 * Draws rows downwards under a head. What does not fit goes on `nextPage`, which draws what stands above and tells where to
 * go on; a row is cut between paragraphs only when it is longer than a page.
 */
export class Table {
  readonly #sheet: Sheet;
  readonly #columns: readonly Column[];
  readonly #leastHeight: number;
  readonly #nextPage: () => number;
  #y: number;
  /** Rows on this page, and how much room there was under its head. */
  #drawn = 0;
  #topRoom = 0;

  constructor(sheet: Sheet, columns: readonly Column[], leastHeight: number, nextPage: () => number) {
    this.#sheet = sheet;
    this.#columns = columns;
    this.#leastHeight = leastHeight;
    this.#nextPage = nextPage;
    this.#y = this.#head(nextPage());
  }

  row(cells: Cells): void {
    const height = this.#heightOf(cells);
    const room = this.#sheet.bottom - this.#y;
    if (height <= room) {
      this.#draw(cells, height);
    } else if (this.#drawn > 0 && (room < WORTH_BEGINNING || height <= this.#topRoom)) {
      this.#turn();
      this.row(cells);
    } else {
      const parts = cells.map((lines, at) => this.#cut(lines, at, room - 2 * PAD));
      const begun = parts.map(([now]) => now);
      this.#draw(begun, room);
      if (parts.every(([, rest]) => rest.length === 0)) return;
      this.#turn();
      this.row(parts.map(([, rest]) => rest));
    }
  }

  /** The place below what was drawn last. */
  get y(): number {
    return this.#y;
  }

  #turn(): void {
    this.#y = this.#head(this.#nextPage());
    this.#drawn = 0;
  }

  #head(y: number): number {
    const heads = this.#columns.map(({ head }) => [{ text: head, size: HEAD_SIZE, isBold: true }]);
    this.#y = y;
    this.#draw(heads, this.#heightOf(heads, 0), HEAD_FILL);
    this.#drawn = 0;
    this.#topRoom = this.#sheet.bottom - this.#y;
    return this.#y;
  }

  #heightOf(cells: Cells, least: number = this.#leastHeight): number {
    const heights = cells.map((lines, at) => this.#sheet.heightOf(lines, this.#inner(at)) + 2 * PAD);
    return Math.max(least, ...heights);
  }

  #inner(at: number): number {
    return (this.#columns[at]?.width ?? 0) - 2 * PAD;
  }

  /** As many paragraphs as stand in this height, at least one, and the rest. */
  #cut(lines: readonly Line[], at: number, height: number): [readonly Line[], readonly Line[]] {
    let count = Math.min(1, lines.length);
    const fits = (most: number) => this.#sheet.heightOf(lines.slice(0, most), this.#inner(at)) <= height;
    while (count < lines.length && fits(count + 1)) count += 1;
    return [lines.slice(0, count), lines.slice(count)];
  }

  #draw(cells: Cells, height: number, fill?: string): void {
    let x = MARGIN;
    for (const [at, { width }] of this.#columns.entries()) {
      this.#sheet.box(x, this.#y, width, height, fill);
      this.#sheet.write(cells[at] ?? [], { x: x + PAD, y: this.#y + PAD, width: width - 2 * PAD });
      x += width;
    }
    this.#y += height;
    this.#drawn += 1;
  }
}
