/** Writes docs/sbom.cdx.json and docs/licences.md from package-lock.json: npm run sbom */
import { readFileSync, writeFileSync } from 'node:fs';
import { bomOf } from './supply/bom.ts';
import { licencePage } from './supply/licences.ts';
import type { Lock } from './supply/lock.ts';

const at = (path: string) => new URL(`../${path}`, import.meta.url);
const lock = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')) as Lock;
writeFileSync(at('docs/sbom.cdx.json'), `${JSON.stringify(bomOf(lock), null, 1)}\n`);
writeFileSync(at('docs/licences.md'), licencePage(lock));
