/** Passkeys are made and used: nobody could make one before, so their table is drawn anew. */
export const name = '0011-passkeys';

export const statements = [
  // people (src/people/passkey-store.ts): public halves of keys; `credential_id` is the device's own name for the key.
  `drop table passkeys`,
  `create table passkeys (id text primary key, credential_id text not null unique,
    account_id text not null references accounts (id), name text not null, rp_id text not null, public_key text not null,
    transports text not null, counter integer not null, created_at integer not null, used_at integer) strict`,
  `create index passkeys_account on passkeys (account_id)`,
  // What a key was asked in a session and has not answered yet; only a hash is kept. One at a time for each purpose.
  `create table passkey_challenges (session_id text not null references sessions (id) on delete cascade,
    purpose text not null check (purpose in ('make', 'prove')), challenge_sha256 text not null, origin text not null,
    expires_at integer not null, primary key (session_id, purpose)) strict`,
];
