/** The control list of safety level 2: its form, and the page that an officer puts into the dossier. */
import { parse } from 'yaml';
import { z } from 'zod';

/** What may be said of a control, and what it is called on the page. */
export const MARKS = {
  met: 'Đáp ứng',
  by_setting: 'Đáp ứng khi cơ quan đặt',
  office: 'Việc của cơ quan',
  not_met: 'CHƯA đáp ứng',
} as const;
type Mark = keyof typeof MARKS;

const sentence = z.string().trim().min(5);
const control = z.strictObject({
  id: z.string().regex(/^[A-Z]{2}-\d{2}$/),
  demand: sentence,
  /** Where the demand comes from, by the headings of the texts. */
  source: z.string().min(3),
  mark: z.enum(Object.keys(MARKS) as [Mark, ...Mark[]]),
  how: sentence,
  where: z.array(z.string()),
  /** A file, and words that stand in it. */
  proof: z.array(z.strictObject({ file: z.string(), says: z.string().min(3) })),
});
const schema = z.strictObject({
  title: sentence,
  basis: z.array(sentence).min(1),
  conflicts: z.array(z.strictObject({ about: sentence, choice: sentence })),
  families: z.array(z.strictObject({ name: sentence, controls: z.array(control).min(1) })).min(1),
});

export type Level2 = z.output<typeof schema>;

/** Reads docs/level2.yaml; throws for what is not of its form. */
export function readLevel2(text: string): Level2 {
  return schema.parse(parse(text));
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (paths: readonly string[]) => paths.map((path) => `\`${path}\``).join(', ');

/** docs/level2.md, whole. */
export function level2Page({ title, basis, conflicts, families }: Level2): string {
  const all = families.flatMap(({ controls }) => controls);
  const counts = (Object.keys(MARKS) as Mark[]).map((mark) => {
    return `| ${MARKS[mark]} | ${all.filter((one) => one.mark === mark).length} |`;
  });
  const rows = families.flatMap(({ name, controls }) => [
    ...[
      `## ${name}`,
      '',
      '| mã | yêu cầu | nguồn | kết quả | cách làm | ở đâu | chứng minh bằng |',
      `|${' --- |'.repeat(7)}`,
    ],
    ...controls.map(({ id, demand, source, mark, how, where, proof }) => {
      const files = [...new Set(proof.map(({ file }) => file))];
      const cells = [id, demand, source, `**${MARKS[mark]}**`, how, code(where), code(files)];
      return `| ${cells.map(cell).join(' | ')} |`;
    }),
    '',
  ]);
  const bullets = (lines: readonly string[]) => [...lines.map((line) => `* ${line}`), ''];
  return [
    ...[
      `# ${title}`,
      '',
      'Trang này vẽ từ `docs/level2.yaml` bằng `npm run level2`; mỗi dòng "chứng minh bằng" là một',
    ],
    ...['kiểm thử chạy được. Câu chữ là của dự án; văn bản pháp luật và tiêu chuẩn là căn cứ.', '', '## Căn cứ', ''],
    ...bullets(basis),
    ...['## Tổng hợp', '', '| kết quả | số mục |', '| --- | --- |', ...counts, ''],
    ...rows,
    ...['## Chỗ các căn cứ không khớp nhau', ''],
    ...bullets(conflicts.map(({ about, choice }) => `**${about}.** ${choice.trim()}`)),
  ].join('\n');
}
