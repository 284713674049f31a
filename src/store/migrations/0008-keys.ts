/** Keys by which programs come in; passwords of live sources that grow old. */
export const name = '0008-keys';

export const statements = [
  // people: `rights` is JSON text; only the hash of a key is kept
  `create table api_keys (id text primary key, account_id text not null references accounts (id), name text not null,
    key_sha256 text not null unique, rights text not null, emergency_system text, created_at integer not null,
    expires_at integer not null, last_used_at integer, revoked_at integer, warned_days integer) strict`,
  `create index api_keys_account on api_keys (account_id)`,

  // live: what was made before has 400 days from its making
  `alter table live_mounts add column expires_at integer not null default 0`,
  `update live_mounts set expires_at = created_at + 34560000000`,
  `alter table live_mounts add column last_used_at integer`,
];
