import { configDefaults, defineConfig } from 'vitest/config';

/** Tests on real sockets, processes and audio clocks: one file after another, with the machine for itself. */
const REAL = ['tests/{e2e,browser}/**/*.test.ts'];

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
        test: { name: 'real', include: REAL, fileParallelism: false, maxWorkers: 1, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
