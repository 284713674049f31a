/** FM as a carrier: transmitters, receiver groups, hand-over, what people say they heard, interference. */
export const name = '0003-fm';

export const statements = [
  // endpoint: a group of FM receivers is an endpoint too; it shares the air of its transmitter
  `create table endpoints_new (id text primary key, name text not null, area_id text references areas (id),
    protocol text not null check (protocol in ('link', 'http', 'fm')), public_key text, stream_key text, claim_sha256 text,
    claim_expires_at integer, claimed_by_key text, gain_db real not null default 0, lead_in_ms integer not null default 0,
    last_seen_at integer, last_report text, created_at integer not null, retired_at integer,
    languages text not null default '["vi"]', latitude real, longitude real, reach_m integer not null default 500,
    duty text not null default 'main' check (duty in ('main', 'stand_in', 'source')),
    fm_station_id text references fm_stations (id),
    check ((protocol = 'fm') = (fm_station_id is not null))) strict`,
  `insert into endpoints_new (id, name, area_id, protocol, public_key, stream_key, claim_sha256, claim_expires_at,
    claimed_by_key, gain_db, lead_in_ms, last_seen_at, last_report, created_at, retired_at, languages, latitude, longitude,
    reach_m) select id, name, area_id, protocol, public_key, stream_key, claim_sha256, claim_expires_at, claimed_by_key,
    gain_db, lead_in_ms, last_seen_at, last_report, created_at, retired_at, languages, latitude, longitude, reach_m
    from endpoints`,
  `drop table endpoints`,
  `alter table endpoints_new rename to endpoints`,
  `create unique index endpoints_claim on endpoints (claim_sha256) where claim_sha256 is not null`,
  `create index endpoints_fm on endpoints (fm_station_id) where fm_station_id is not null`,

  // fm (src/fm): `settings` is JSON text, read and written by the room's own schema
  `create table fm_stations (id text primary key, name text not null, area_id text references areas (id),
    settings text not null, key text not null, created_at integer not null, retired_at integer) strict`,
  `create table fm_receivers (endpoint_id text primary key references endpoints (id),
    station_id text not null references fm_stations (id), settings text not null) strict`,
  `create index fm_receivers_station on fm_receivers (station_id)`,
  `create table interference (id text primary key, station_id text not null references fm_stations (id),
    endpoint_id text references endpoints (id), area_id text references areas (id), from_at integer not null,
    to_at integer, language_heard text not null, what text not null, recording_id text references recordings (id),
    reported_by text not null, written_by text, created_at integer not null, closed_at integer, closing_note text,
    closed_by text) strict`,
  `create table village_tasks (id text primary key, kind text not null check (kind in ('cut_power', 'restore_power')),
    interference_id text references interference (id), endpoint_id text references endpoints (id),
    helper_name text not null, helper_phone text not null, note text not null, asked_by text, asked_at integer not null,
    done_at integer, done_by text, answer text) strict`,

  // broadcast: what it is for, where the level does not say it
  `alter table broadcasts add column purpose text check (purpose in ('all_clear'))`,

  // delivery: whether it was handed over to stand in for others
  `alter table deliveries add column stand_in integer not null default 0`,

  // asrun: by which road it went, and what people said afterwards
  `alter table as_run add column carrier text not null default 'ip'`,
  `alter table as_run add column fm_station text not null default ''`,
  `alter table as_run add column stand_in integer not null default 0`,
  `create table hearing_reports (id text primary key, delivery_id text not null, heard text not null
    check (heard in ('heard', 'partly', 'not_heard')), said_by text not null, said_at integer not null, note text not null,
    written_by text, created_at integer not null) strict`,
  `create index hearing_reports_delivery on hearing_reports (delivery_id)`,
  // As with the log: "insert or replace" would not ask the trigger of removals.
  `create trigger hearing_reports_no_replace before insert on hearing_reports
    when exists (select 1 from hearing_reports where id = new.id)
    begin select raise(abort, 'hearing_reports is append-only'); end`,
  `create trigger hearing_reports_no_update before update on hearing_reports
    begin select raise(abort, 'hearing_reports is append-only'); end`,
  `create trigger hearing_reports_no_delete before delete on hearing_reports
    begin select raise(abort, 'hearing_reports is append-only'); end`,
];
