/** Writes schedules/schema.json from the zod schema: node scripts/run.mjs scripts/schedule-schema.ts */
import { writeFileSync } from 'node:fs';
import { scheduleFileJsonSchema } from '#schedule';

const target = new URL('../schedules/schema.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(scheduleFileJsonSchema(), null, 2)}\n`);
