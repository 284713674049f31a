import { z } from 'zod';
import { patternSchema } from './pattern.ts';
import { LONGEST_WAIT_MS } from './rule-check.ts';

const name = z.string().min(1).max(200);
const START = /^(next|cut-in|wait (\d{1,3})s)$/;

/** One rule in a schedule file. `key` names it in its file for ever; change it and it is another rule. */
const fileRule = z.strictObject({
  key: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'key')
    .meta({ description: 'Tên riêng của luật trong tệp. Names the rule within its file.', examples: ['ban-tin-sang'] }),
  title: name.meta({ description: 'Tên hiện trên lịch. Title shown in the calendar.' }),
  bulletin: name.optional().meta({
    description:
      'Mã hoặc tên (duy nhất) của bản tin; hoặc ghi "template". Id or unique title of the bulletin; or write "template".',
  }),
  template: name
    .optional()
    .meta({ description: 'Mã hoặc tên (duy nhất) của khung chương trình. Id or unique name of the template.' }),
  start: z
    .string()
    .regex(START, 'start')
    .refine((text) => startMode(text) !== undefined, 'start')
    .optional()
    .meta({
      description:
        'next: chờ buổi đang phát xong (mặc định); cut-in: chen ngang ngay; wait 60s: chờ tối đa 60 giây rồi chen. next: after what sounds (default); cut-in: at once; wait 60s: waits at most 60 s, then cuts in (at most 600).',
      examples: ['next', 'cut-in', 'wait 60s'],
    }),
  zones: z
    .array(name)
    .min(1)
    .max(200)
    .meta({ description: 'Mã hoặc tên (duy nhất) của các vùng phát. Ids or unique names of zones.' }),
  active: z.boolean().default(true).meta({ description: 'false: tạm ngừng. false: paused.' }),
  pattern: patternSchema,
});

/** What a schedule file may say. `schedules/schema.json` is made from this. */
export const scheduleFileSchema = z.strictObject({
  rules: z
    .array(
      fileRule.refine((rule) => (rule.bulletin === undefined) !== (rule.template === undefined), {
        message: 'one_content',
        path: ['bulletin'],
      }),
    )
    .max(2000),
});

export type FileRule = z.infer<typeof fileRule>;

/** The start mode that a file means: null: after what sounds; undefined: it means nothing that is allowed. */
export function startMode(text: string | undefined): number | null | undefined {
  const [, word, seconds] = START.exec(text ?? 'next') ?? [];
  if (word === 'next') return null;
  if (word === 'cut-in') return 0;
  const waitMs = Number(seconds) * 1000;
  return waitMs >= 1000 && waitMs <= LONGEST_WAIT_MS ? waitMs : undefined;
}

/** The JSON Schema of a schedule file, for editors and for the console. */
export function scheduleFileJsonSchema(): object {
  return {
    ...z.toJSONSchema(scheduleFileSchema, { io: 'input' }),
    title: 'LoaXa: tệp lịch phát (schedule file)',
    description: 'Giờ và ngày luôn để trong dấu nháy. Times and dates are always written in quotes.',
  };
}
