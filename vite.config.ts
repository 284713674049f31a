import { createHash } from 'node:crypto';
import { build, defineConfig, type Plugin } from 'vite';

/** Builds the service worker as one file, and writes into it which files are the console, and a name for all of them together. */
function shellWorker(): Plugin {
  return {
    name: 'loaxa-shell-worker',
    async generateBundle(_options, bundle) {
      const files = ['/', '/icon.svg', ...Object.keys(bundle).filter((name) => name.startsWith('assets/'))];
      const built = await build({
        configFile: false,
        logLevel: 'error',
        build: { write: false, rolldownOptions: { input: 'src/console/worker/sw.ts', output: { format: 'iife' } } },
      });
      const worker = 'output' in built ? built.output[0].code : '';
      if (worker === '') throw new Error('the build has no service worker');
      // The names of the files change with what is in them.
      const version = createHash('sha256').update(files.join()).update(worker).digest('hex').slice(0, 16);
      const shell = JSON.stringify({ version, files: files.map((name) => name.replace(/^(?!\/)/, '/')) });
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: worker.replaceAll('__SHELL__', shell) });
    },
  };
}

/** The console: `public` is the page, `src/console` its sources. Nothing is inlined, so that the strict CSP holds. */
export default defineConfig({
  root: 'public',
  publicDir: 'as-is',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [shellWorker()],
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
