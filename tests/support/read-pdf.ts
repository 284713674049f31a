/** Reads the words of a PDF by its own tables from glyphs to letters; no outside tool. */
import { inflateSync } from 'node:zlib';

interface Run {
  readonly text: string;
  /** Points from the lower edge to the line that the letters stand on. */
  readonly y: number;
}

interface ReadPdf {
  /** The text of each page, run after run, with single blanks. */
  readonly pages: readonly string[];
  /** The same, run by run. */
  readonly runs: ReadonlyArray<readonly Run[]>;
  /** Width and height of each page in points. */
  readonly sizes: ReadonlyArray<readonly [number, number]>;
}

export function readPdf(bytes: Uint8Array): ReadPdf {
  const text = Buffer.from(bytes).toString('latin1');
  if (!text.startsWith('%PDF-') || !text.trimEnd().endsWith('%%EOF')) throw new Error('no PDF');
  const objects = new Map<string, string>();
  for (const [, id = '', body = ''] of text.matchAll(/(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj/gs))
    objects.set(id, plain(body));
  const part = (body: string, key: string) => objects.get(new RegExp(`/${key} (\\d+) 0 R`).exec(body)?.[1] ?? '') ?? '';
  const kids = [...objects.values()].find((body) => body.includes('/Type /Pages')) ?? '';
  const pages = [...(/\/Kids \[(.*?)\]/s.exec(kids)?.[1] ?? '').matchAll(/(\d+) 0 R/g)].map(
    ([, id = '']) => objects.get(id) ?? '',
  );
  const runs = pages.map((page) => {
    const fonts = /\/Font <<(.*?)>>/s.exec(part(page, 'Resources'))?.[1] ?? '';
    const letters = new Map(
      [...fonts.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => [
        name,
        lettersOf(part(objects.get(id) ?? '', 'ToUnicode')),
      ]),
    );
    return runsOf(part(page, 'Contents'), letters);
  });
  return {
    runs,
    pages: runs.map((own) =>
      own
        .map(({ text: words }) => words)
        .join(' ')
        .replaceAll(/\s+/g, ' '),
    ),
    sizes: pages.map((page) => {
      const [, , right, top] = (/\/MediaBox \[(.*?)\]/.exec(page)?.[1] ?? '').split(' ').map(Number);
      return [right ?? 0, top ?? 0];
    }),
  };
}

/** An object with its stream inflated. */
function plain(body: string): string {
  const stream = /^(.*?)\nstream\n(.*)\nendstream$/s.exec(body);
  if (!stream?.[1]?.includes('/FlateDecode')) return body;
  return `${stream[1]}\n${inflateSync(Buffer.from(stream[2] ?? '', 'latin1')).toString('latin1')}`;
}

/** From glyph number to letters, as a reader that copies text takes it. */
function lettersOf(cmap: string): Map<number, string> {
  const letters = new Map<number, string>();
  for (const [, from = '', , list = ''] of cmap.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[(.*?)\]/gs)) {
    for (const [at, [, codes = '']] of [...list.matchAll(/<([0-9a-f ]*)>/g)].entries()) {
      const units = (codes.replaceAll(' ', '').match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16));
      letters.set(Number.parseInt(from, 16) + at, String.fromCharCode(...units));
    }
  }
  return letters;
}

function runsOf(content: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): Run[] {
  const runs: Run[] = [];
  let font: ReadonlyMap<number, string> | undefined;
  let y = Number.NaN;
  const said = /1 0 0 1 [-\d.]+ ([-\d.]+) Tm|\/(F\d+) [\d.]+ Tf|\[((?:<[0-9a-f]*>|[-\d. ]+)*)\] TJ/g;
  for (const [, height, name, shown] of content.matchAll(said)) {
    if (height !== undefined) y = Number(height);
    if (name !== undefined) font = fonts.get(name);
    const hex = [...(shown ?? '').matchAll(/<([0-9a-f]*)>/g)].map(([, glyphs = '']) => glyphs).join('');
    const text = (hex.match(/.{4}/g) ?? []).map((glyph) => font?.get(Number.parseInt(glyph, 16)) ?? '\uFFFD').join('');
    if (text.trim() !== '') runs.push({ text: text.trim(), y });
  }
  return runs;
}
