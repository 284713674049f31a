/** Roles as small capabilities: rights with a time, and the old "operate" taken apart. */
export const name = '0010-roles';

const everybodyWith = (verbs: readonly string[], which: string) =>
  `insert or ignore into rights (account_id, area_id, verb, granted_by, created_at)
    select rights.account_id, rights.area_id, verbs.column1, rights.granted_by, rights.created_at from rights
    cross join (values ${verbs.map((verb) => `('${verb}')`).join(', ')}) as verbs where ${which}`;

export const statements = [
  // people (src/people/rights-store.ts): instants between which a right counts; null: open. What ends may begin again.
  `alter table rights add column from_at integer`,
  `alter table rights add column to_at integer`,
  `drop index rights_one`,
  `create unique index rights_one
    on rights (account_id, coalesce(area_id, ''), verb, coalesce(from_at, -1), coalesce(to_at, -1))`,
  // An account that is out of use keeps its row: what it did and granted refers to it.
  `alter table accounts add column closed_at integer`,
  // Personal codes of village helpers, and the phones that came in by them; only hashes are kept.
  `create table helper_codes (id text primary key, account_id text not null references accounts (id),
    code_sha256 text not null unique, created_at integer not null, expires_at integer not null) strict`,
  `create table helper_sessions (token_sha256 text primary key, code_id text not null references helper_codes (id),
    expires_at integer not null) strict`,
  // What one verb allowed is taken from nobody now that it is several.
  everybodyWith(['edit', 'approve', 'equip', 'confirm'], `rights.verb = 'operate'`),
  everybodyWith(['read'], `true`),
  everybodyWith(['maintain', 'inspect'], `rights.verb = 'people' and rights.area_id is null`),
];
