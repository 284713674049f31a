import type { default as PdfDocument } from 'pdfkit';
import type { Fonts } from './fonts.ts';

/** A piece of text in one cut and size. */
export interface Line {
  readonly text: string;
  readonly size: number;
  readonly isBold?: boolean;
  readonly isGrey?: boolean;
  readonly isStruck?: boolean;
}

export interface Look {
  readonly title: string;
  readonly layout: 'portrait' | 'landscape';
  /** Epoch milliseconds that stand in the file as its making: the same data and the same instant give the same bytes. */
  readonly printedAt: number;
  /** Bytes as text, for a test that reads them; a station prints compressed. */
  readonly isCompressed?: boolean;
}

/** Points. */
export const MARGIN = 30;
const FOOTER = 26;
const INK = '#111111';
const GREY = '#555555';
const LEADING = 1.5;
/** Stands for a letter that the font does not have: a title that is not legible is seen to be there. */
const NO_SHAPE = '¤';

interface EmbeddedFont {
  readonly _font: { readonly font: { hasGlyphForCodePoint(codePoint: number): boolean } };
}

/** An A4 document that is written from top to bottom: places are points from the upper left corner. */
export class Sheet {
  readonly #pdf: PDFKit.PDFDocument;
  readonly #done: Promise<Uint8Array>;

  /** The maker of PDF weighs 40 MB in memory: it is fetched when somebody prints, not when the station starts. */
  static async open(fonts: Fonts, look: Look): Promise<Sheet> {
    const { default: Pdf } = await import('pdfkit');
    return new Sheet(Pdf, fonts, look);
  }

  private constructor(Pdf: typeof PdfDocument, fonts: Fonts, { title, layout, printedAt, isCompressed = true }: Look) {
    const info = { Title: title, CreationDate: new Date(printedAt), Creator: 'LoaXa' };
    // An empty first font: the default one would be read from the disk. A bottom margin of 0: no page breaks by itself.
    this.#pdf = new Pdf({
      ...{ size: 'A4', layout, info, lang: 'vi', font: '', compress: isCompressed, bufferPages: true },
      ...{ autoFirstPage: false, margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: 0 } },
    });
    this.#pdf.registerFont('plain', Buffer.from(fonts.plain));
    this.#pdf.registerFont('bold', Buffer.from(fonts.bold));
    const parts: Uint8Array[] = [];
    this.#done = new Promise((resolve, reject) => {
      this.#pdf.on('data', (part: Uint8Array) => parts.push(part));
      this.#pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(parts))));
      this.#pdf.on('error', reject);
    });
  }

  addPage(): void {
    this.#pdf.addPage();
  }

  get width(): number {
    return this.#pdf.page.width - 2 * MARGIN;
  }

  /** Where the footer begins. */
  get bottom(): number {
    return this.#pdf.page.height - MARGIN - FOOTER;
  }

  /** How high these lines stand, one under the other. */
  heightOf(lines: readonly Line[], width: number): number {
    return lines.reduce(
      (sum, line) => sum + this.#set(line).heightOfString(this.#shown(line), { width, lineGap: LEADING }),
      0,
    );
  }

  /** Writes lines one under the other and gives the place below; nothing runs over `bottom`. */
  write(
    lines: readonly Line[],
    at: { x: number; y: number; width: number; align?: 'left' | 'center' | 'right' },
  ): number {
    const { x, width, align = 'left' } = at;
    let { y } = at;
    for (const line of lines) {
      const room = (y < this.bottom ? this.bottom : this.#pdf.page.height) - y;
      const options = { width, align, lineGap: LEADING, strike: line.isStruck === true };
      const height = this.heightOf([line], width);
      const limit = height > room ? { height: room, ellipsis: true } : {};
      this.#set(line)
        .fillColor(line.isGrey ? GREY : INK)
        .text(this.#shown(line), x, y, { ...options, ...limit });
      y += height;
    }
    return y;
  }

  box(x: number, y: number, width: number, height: number, fill?: string): void {
    if (fill) this.#pdf.rect(x, y, width, height).fill(fill);
    this.#pdf.lineWidth(0.6).strokeColor(GREY).rect(x, y, width, height).stroke();
  }

  /** A dotted line to write on. */
  dots(x: number, y: number, width: number): void {
    this.#pdf
      .lineWidth(0.7)
      .strokeColor(GREY)
      .dash(1, { space: 2 })
      .moveTo(x, y)
      .lineTo(x + width, y)
      .stroke()
      .undash();
  }

  /** Writes the footer of every page and gives the finished document. */
  finish(footer: string): Promise<Uint8Array> {
    const { count } = this.#pdf.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      this.#pdf.switchToPage(page);
      const y = this.bottom + 12;
      const small = { size: 8, isGrey: true };
      this.write([{ ...small, text: footer }], { x: MARGIN, y, width: this.width - 80 });
      const number = { ...small, text: `Trang ${page + 1}/${count}` };
      this.write([number], { x: MARGIN + this.width - 80, y, width: 80, align: 'right' });
    }
    this.#pdf.end();
    return this.#done;
  }

  /** Letters with their marks in one piece, as the font has them, and a mark for each that it has not. */
  #shown({ text, isBold }: Line): string {
    // An empty line still takes its height.
    const letters = [...text.normalize('NFC')].map((letter) => (this.#hasShape(letter, isBold) ? letter : NO_SHAPE));
    return letters.join('') || ' ';
  }

  #hasShape(letter: string, isBold: boolean | undefined): boolean {
    // PDFKit leaves out in silence what its font has not; it tells which that is by no name of its public face.
    const { _font } = this.#pdf.font(isBold ? 'bold' : 'plain') as unknown as EmbeddedFont;
    return /\s/.test(letter) || _font.font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0);
  }

  #set({ isBold, size }: Line): PDFKit.PDFDocument {
    return this.#pdf.font(isBold ? 'bold' : 'plain').fontSize(size);
  }
}
