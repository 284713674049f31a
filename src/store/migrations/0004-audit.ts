/** The audit log: who did what, in a chain; checkpoints that sign it; what was removed when it was old. */
export const name = '0004-audit';

const refuse = (table: string) => `begin select raise(abort, '${table} is append-only'); end`;

/** As with the log of what was heard: "insert or replace" would not ask the trigger of removals. */
const appendOnly = (table: string, key: string) => [
  `create trigger ${table}_no_replace before insert on ${table}
    when exists (select 1 from ${table} where ${key} = new.${key}) ${refuse(table)}`,
  `create trigger ${table}_no_update before update on ${table} ${refuse(table)}`,
];

export const statements = [
  // audit: `body` is what was hashed, as it stands in an export; the rest of a row is read out of it
  `create table audit_entries (seq integer primary key, body text not null, hash text not null,
    at integer not null generated always as (json_extract(body, '$.at')) virtual,
    who text generated always as (json_extract(body, '$.who.id')) virtual,
    what text not null generated always as (json_extract(body, '$.what')) virtual,
    outcome text not null generated always as (json_extract(body, '$.outcome')) virtual) strict`,
  `create index audit_entries_at on audit_entries (at)`,
  `create index audit_entries_who on audit_entries (who, seq)`,
  `create table audit_checkpoints (number integer primary key, seq integer not null, at integer not null,
    body text not null, hash text not null) strict`,
  `create index audit_checkpoints_seq on audit_checkpoints (seq)`,
  `create index audit_checkpoints_at on audit_checkpoints (at)`,
  `create table audit_removals (to_seq integer primary key, entry_seq integer not null) strict`,
  ...appendOnly('audit_entries', 'seq'),
  ...appendOnly('audit_checkpoints', 'number'),
  ...appendOnly('audit_removals', 'to_seq'),
  // What is old goes as a whole stretch up to a checkpoint, and an entry that stays says so.
  `create trigger audit_removals_proved before insert on audit_removals
    when not exists (select 1 from audit_checkpoints where seq = new.to_seq)
      or not exists (select 1 from audit_entries where seq = new.entry_seq and seq > new.to_seq
        and what = 'removeOldEntries' and json_extract(body, '$.on.toSeq') = new.to_seq)
    begin select raise(abort, 'audit_removals: no checkpoint, or no entry that says so'); end`,
  `create trigger audit_removals_no_delete before delete on audit_removals ${refuse('audit_removals')}`,
  `create trigger audit_entries_no_delete before delete on audit_entries
    when old.seq > coalesce((select max(to_seq) from audit_removals), 0) ${refuse('audit_entries')}`,
  `create trigger audit_checkpoints_no_delete before delete on audit_checkpoints
    when old.seq >= coalesce((select max(to_seq) from audit_removals), 0) ${refuse('audit_checkpoints')}`,
];
