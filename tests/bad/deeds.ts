/** A05, A06, A16, A17, A19, A22 to A24, A26, A28 to A30: what takes more than one request, or is proved elsewhere. */
import type { BadRow } from './rows.ts';

export const DEED_ROWS: readonly BadRow[] = [
  { kind: 'deed', id: 'A05', what: 'one key for two things, of two people, and a key of 10 kB', deed: 'keysAgain' },
  { kind: 'deed', id: 'A06', what: 'two that are the same in one moment', deed: 'twins' },
  { kind: 'deed', id: 'A16', what: 'a session that was there before, that ended, that is doubled', deed: 'sessions' },
  {
    ...{ kind: 'elsewhere', id: 'A22', what: 'a source that answers nothing' },
    ...{ file: 'tests/unit/relay/pull.test.ts', test: 'a server that answers nothing is given up in time' },
  },
  {
    ...{ kind: 'elsewhere', id: 'A22', what: 'a source that sends its listeners in circles' },
    ...{
      file: 'tests/e2e/guarded-fetch.test.ts',
      test: 'redirects: each target is judged, and the fourth is too many',
    },
  },
  {
    ...{ kind: 'absent', id: 'A23', what: 'a secret in the address of a callback' },
    because: 'the station calls nobody back: it has no webhooks',
    words: ['webhook', 'callback', 'notifyUrl'],
  },
  { kind: 'deed', id: 'A23', what: 'secrets in what the station writes down', deed: 'secretsInLog' },
  { kind: 'deed', id: 'A24', what: 'an edit that was made from an older state', deed: 'staleEdit' },
  { kind: 'deed', id: 'A26', what: 'the log as CSV, broken off again and again', deed: 'brokenExport' },
  { kind: 'deed', id: 'A28', what: 'an end of oneself, and of an area in which something is', deed: 'lastOnes' },
  { kind: 'deed', id: 'A29', what: 'two moves that would make a circle', deed: 'circle' },
  { kind: 'deed', id: 'A30', what: 'a key that is stuck on stop', deed: 'stuckStop' },
  { kind: 'deed', id: 'A17', what: 'who guesses passwords', deed: 'guesses' },
];
