/** The map of the commune, where clusters stand on it (src/place/map-store.ts), and who claimed them (src/endpoint/claim-store.ts). */
export const name = '0015-map';

export const statements = [
  `create table maps (id text primary key, kind text not null check (kind in ('outline', 'image')), name text not null,
    content_type text not null, body blob not null, width integer, height integer,
    written_by text, created_at integer not null, removed_at integer) strict`,
  // One is shown at a time.
  'create unique index maps_shown on maps ((1)) where removed_at is null',
  `create table endpoint_pins (endpoint_id text primary key references endpoints (id), map_id text not null references maps (id),
    x real not null check (x between 0 and 1), y real not null check (y between 0 and 1)) strict`,
  `create table endpoint_claims (id integer primary key, endpoint_id text not null references endpoints (id),
    at integer not null, public_key text not null) strict`,
  'create index endpoint_claims_of_endpoint on endpoint_claims (endpoint_id, id)',
];
