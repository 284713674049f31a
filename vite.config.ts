import { defineConfig } from 'vite';

/** The console: `public` is the page, `src/console` its sources. Nothing is inlined, so that the strict CSP holds. */
export default defineConfig({
  root: 'public',
  publicDir: 'as-is',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/public',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The console, and the page of the village helpers, which loads nothing of it.
    rolldownOptions: { input: ['public/index.html', 'public/thon.html'] },
  },
  server: { proxy: { '/api': process.env['LOAXA_STATION'] ?? 'http://127.0.0.1:8080' } },
});
