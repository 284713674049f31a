/** Attempts to make a copy of the station (src/backup/backup-store.ts). */
export const name = '0012-backups';

export const statements = [
  `create table backup_runs (id text primary key, cause text not null check (cause in ('person', 'night')),
    asked_by text, began_at integer not null, ended_at integer,
    state text not null check (state in ('running', 'good', 'failed', 'put_off', 'interrupted')),
    copy text not null, bytes integer, damaged_sounds integer, removed_at integer,
    problem_code text, problem_vi text, problem_en text) strict`,
  `create index backup_runs_newest on backup_runs (began_at)`,
];
