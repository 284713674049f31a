/** Sign-in of level 2: second factors, devices that are known, how far a session is proved, accounts that are closed. */
export const name = '0007-sign-in';

export const statements = [
  // people (src/people)
  `alter table accounts add column disabled_at integer`,
  `alter table accounts add column password_set_at integer not null default 0`,
  `update accounts set password_set_at = created_at where password_phc <> ''`,
  // How older sessions were proved is not known: everybody signs in once more.
  `drop table sessions`,
  `create table sessions (token_sha256 text primary key, id text not null unique,
    account_id text references accounts (id), stage text not null check (stage in ('factor', 'password', 'in')),
    created_at integer not null, seen_at integer not null, expires_at integer not null, proved_at integer not null,
    strong_at integer, address text not null, agent text not null) strict`,
  `create index sessions_account on sessions (account_id)`,
  `create table devices (token_sha256 text not null, account_id text not null references accounts (id),
    created_at integer not null, seen_at integer not null, primary key (token_sha256, account_id)) strict`,
  `create index devices_account on devices (account_id)`,
  `create table totps (account_id text primary key references accounts (id), secret text, last_step integer not null,
    confirmed_at integer, pending text, pending_at integer) strict`,
  `create table recovery_codes (account_id text not null references accounts (id), tag text not null, salt text not null,
    made_at integer not null, used_at integer, primary key (account_id, tag)) strict`,
  `create table passkeys (id text primary key, account_id text not null references accounts (id), name text not null,
    rp_id text not null, public_key text not null, algorithm text not null, transports text not null,
    counter integer not null, created_at integer not null, used_at integer) strict`,
  `create index passkeys_account on passkeys (account_id)`,
];
