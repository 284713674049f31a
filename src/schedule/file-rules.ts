import { z } from 'zod';
import { patternSchema } from './pattern.ts';

const name = z.string().min(1).max(200);

/** One rule in a schedule file. `key` names it in its file for ever; change it and it is another rule. */
const fileRule = z.strictObject({
  key: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'key')
    .meta({ description: 'Tên riêng của luật trong tệp. Names the rule within its file.', examples: ['ban-tin-sang'] }),
  title: name.meta({ description: 'Tên hiện trên lịch. Title shown in the calendar.' }),
  bulletin: name.meta({ description: 'Mã hoặc tên (duy nhất) của bản tin. Id or unique title of the bulletin.' }),
  zones: z
    .array(name)
    .min(1)
    .max(200)
    .meta({ description: 'Mã hoặc tên (duy nhất) của các vùng phát. Ids or unique names of zones.' }),
  active: z.boolean().default(true).meta({ description: 'false: tạm ngừng. false: paused.' }),
  pattern: patternSchema,
});

/** What a schedule file may say. `schedules/schema.json` is made from this. */
export const scheduleFileSchema = z.strictObject({ rules: z.array(fileRule).max(2000) });

export type FileRule = z.infer<typeof fileRule>;

/** The JSON Schema of a schedule file, for editors and for the console. */
export function scheduleFileJsonSchema(): object {
  return {
    ...z.toJSONSchema(scheduleFileSchema, { io: 'input' }),
    title: 'LoaXa: tệp lịch phát (schedule file)',
    description: 'Giờ và ngày luôn để trong dấu nháy. Times and dates are always written in quotes.',
  };
}
