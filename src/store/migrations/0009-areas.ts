/** The area tree as dated data: what an area was called and lay in on each day, acts on areas, codes, station identities. */
export const name = '0009-areas';

export const statements = [
  // place: `areas` is as things stand today; a code is never used twice, whatever becomes of its area
  `alter table areas add column code text`,
  `alter table areas add column successors text not null default '[]'`,
  `create unique index areas_code on areas (code) where code is not null`,
  // Spans of one area never overlap; an empty from_date: since ever. What is past is never written again.
  `create table area_spans (area_id text not null references areas (id), from_date text not null, to_date text,
    parent_id text references areas (id), kind text not null, name text not null,
    primary key (area_id, from_date)) strict`,
  `insert into area_spans (area_id, from_date, to_date, parent_id, kind, name)
    select id, coalesce(valid_from, ''), valid_to, parent_id, kind, name from areas`,
  `create table area_acts (id text primary key, on_date text not null, act text not null, document text not null,
    note text not null, accepted text not null, written_by text, written_at integer not null,
    state text not null check (state in ('planned', 'done', 'undone', 'failed')), settled_at integer, settled_by text,
    outcome text) strict`,
  `create index area_acts_state on area_acts (state, on_date)`,
  `create table brands (id text primary key, station_code text not null unique, name text not null,
    paper_name text not null, created_at integer not null, retired_at integer) strict`,
  `create table brand_holders (thing_id text primary key, brand_id text not null references brands (id)) strict`,

  // endpoint: a code may go to the next device when one is taken out of use
  `alter table endpoints add column code text`,
  `create unique index endpoints_code on endpoints (code) where code is not null and retired_at is null`,
  // Where an endpoint lay on every day before a date, until the date of the row before
  `create table endpoint_places (endpoint_id text not null references endpoints (id), before_date text not null,
    area_id text references areas (id), primary key (endpoint_id, before_date)) strict`,

  // asrun: what lay above the village that day, and the codes of station and cluster
  `alter table as_run add column area_path text not null default ''`,
  `alter table as_run add column station_code text not null default ''`,
  `alter table as_run add column cluster_code text not null default ''`,
];
