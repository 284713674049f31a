import { configDefaults, defineConfig } from 'vitest/config';

/** Tests on real sockets, processes and audio clocks: one file after another, with the machine for itself. */
const REAL = ['tests/{e2e,browser}/**/*.test.ts'];
/** Of these, those that mostly wait, for sound to go by or a page to be drawn: two at a time, or nobody waits for the suite. */
const WAITING = [
  'e2e/voices',
  'e2e/voices-relay',
  'e2e/relay',
  'e2e/spoken-emergency',
  'e2e/interruption',
  'e2e/emergency',
  'e2e/live-station',
  'e2e/fm-relay',
  'e2e/fm-hand-over',
  'e2e/fm-crash',
  'e2e/fm-demo',
  'e2e/fm-release',
  'e2e/fm-broken-village',
  'e2e/live',
  'e2e/streams',
  'e2e/encoder-line',
  'e2e/off-air',
  'e2e/media-containers',
  'e2e/media-faults',
  'e2e/media-refusals',
  'e2e/hearings',
  'e2e/disk-full',
].map((name) => `tests/${name}.test.ts`);
/** And those that judge no sound and no moment, only answers and pages: three at a time, while one waits the others work. */
const PATIENT = [
  'browser/*',
  'e2e/bad-start',
  'e2e/api',
  'e2e/backup',
  'e2e/bad-input',
  'e2e/fm-api',
  'e2e/relay-api',
  'e2e/guarded-fetch',
  'e2e/hostile-door',
  'e2e/ways-out',
].map((name) => `tests/${name}.test.ts`);

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: { TZ: 'Asia/Ho_Chi_Minh' },
    projects: [
      {
        extends: true,
        test: {
          name: 'virtual',
          include: ['tests/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...REAL],
          // The world is an argument, so that files share nothing: one process reads the modules once, for all of them.
          isolate: false,
          // Vitest leaves one core to itself; these tests wait for nothing but the other core.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'real',
          include: REAL,
          exclude: [...configDefaults.exclude, ...WAITING, ...PATIENT],
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: { name: 'waiting', include: WAITING, maxWorkers: 2, sequence: { groupOrder: 3 } },
      },
      {
        extends: true,
        test: { name: 'patient', include: PATIENT, maxWorkers: 3, sequence: { groupOrder: 4 } },
      },
    ],
  },
});
