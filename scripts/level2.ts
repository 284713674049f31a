/** Writes docs/level2.md, the control list for the dossier, from docs/level2.yaml: npm run level2 */
import { readFileSync, writeFileSync } from 'node:fs';
import { level2Page, readLevel2 } from './level2/controls.ts';

const at = (path: string) => new URL(`../${path}`, import.meta.url);
writeFileSync(at('docs/level2.md'), level2Page(readLevel2(readFileSync(at('docs/level2.yaml'), 'utf8'))));
