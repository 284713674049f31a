/** Writes docs/protocols/fm-manifest.schema.json from the zod schema: node scripts/run.mjs scripts/fm-manifest-schema.ts */
import { writeFileSync } from 'node:fs';
import { fmManifestJsonSchema } from '#delivery';

const target = new URL('../docs/protocols/fm-manifest.schema.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(fmManifestJsonSchema(), null, 2)}\n`);
