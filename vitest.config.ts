import { configDefaults, defineConfig } from 'vitest/config';

/** Tests on real sockets, processes and audio clocks: one file after another, with the machine for itself. */
const REAL = ['tests/{e2e,browser}/**/*.test.ts'];
/** Of these, those that mostly wait for sound to go by: two at a time, or the suite would take as long as a session. */
const WAITING = [
  'voices',
  'voices-relay',
  'relay',
  'spoken-emergency',
  'interruption',
  'emergency',
  'live-station',
  'fm-relay',
  'fm-hand-over',
  'fm-crash',
  'fm-demo',
  'fm-release',
  'fm-broken-village',
].map((name) => `tests/e2e/${name}.test.ts`);

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
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'real',
          include: REAL,
          exclude: [...configDefaults.exclude, ...WAITING],
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: { name: 'waiting', include: WAITING, maxWorkers: 2, sequence: { groupOrder: 3 } },
      },
    ],
  },
});
