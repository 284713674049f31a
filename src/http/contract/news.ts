/** What the station says by itself to a console that listens (`/api/v1/news`): that something changed, and nothing of it. */

/** The parts of a station that change apart from each other. */
export type Topic =
  | 'air'
  | 'alerts'
  | 'approvals'
  | 'areas'
  | 'audit'
  | 'backups'
  | 'content'
  | 'endpoints'
  | 'faults'
  | 'fm'
  | 'gate'
  | 'inbox'
  | 'log'
  | 'people'
  | 'questions'
  | 'recordings'
  | 'rules'
  | 'station'
  | 'zones';

/** One line each. `number` counts in this life of the station: a console notices what it missed. */
export type NewsMessage =
  | { readonly life: string; readonly number: number; readonly now: number }
  | { readonly number: number; readonly topics: readonly Topic[] }
  | { readonly asked: number; readonly now: number };
