/** Draws the icons of the installed console from `public/as-is/icon.svg`: `node scripts/run.mjs scripts/icons.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { browse } from '../tests/browser/chromium.ts';

const folder = join(import.meta.dirname, '../public/as-is');
const svg = readFileSync(join(folder, 'icon.svg'), 'utf8');
/** What phones cut to a circle keeps its picture within the middle four fifths, on a ground without corners. */
const ICONS = [
  { name: 'icon-192.png', size: 192, share: 1 },
  { name: 'icon-512.png', size: 512, share: 1 },
  { name: 'icon-maskable.png', size: 512, share: 0.8 },
] as const;

const { context, close } = await browse({ width: 512, height: 512 });
const page = await context.newPage();
for (const { name, size, share } of ICONS) {
  await page.setViewportSize({ width: size, height: size });
  const ground = share < 1 ? '#0b4f6c' : 'transparent';
  const side = Math.round(size * share);
  const drawn = svg.replace('<svg ', `<svg width="${side}" height="${side}" `);
  await page.setContent(
    `<body style="margin:0;background:${ground};display:grid;place-items:center;height:100vh">${drawn}`,
  );
  writeFileSync(join(folder, name), await page.screenshot({ omitBackground: true }));
}
await close();
