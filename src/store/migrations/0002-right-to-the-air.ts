/** The right to the air: gate, live voice, relay, emergencies, inbox, running orders by language, decision traces. */
export const name = '0002-right-to-the-air';

export const statements = [
  // A broadcast may come without a bulletin (live voice, a programme of many parts), and from more places.
  `create table broadcasts_new (id text primary key, title text not null, bulletin_id text references bulletins (id),
    programme_id text references programmes (id), origin text not null, level text not null, kind text not null, planned_at integer not null, not_after integer not null,
    duration_ms integer not null, interruption text not null, running_order text not null, state text not null,
    accepted_at integer not null, ended_at integer, asked_by text, halt_reason text,
    cut_in_after_ms integer, end_by integer, precedence integer not null default 0, note text,
    variants text not null default '{}', check (not_after >= planned_at)) strict`,
  `insert into broadcasts_new (id, title, bulletin_id, programme_id, origin, level, kind, planned_at, not_after, duration_ms,
    interruption, running_order, state, accepted_at, ended_at, asked_by, halt_reason)
    select id, title, bulletin_id, (select programme_id from bulletins where bulletins.id = bulletin_id), origin, level, kind,
    planned_at, not_after, duration_ms, interruption, running_order, state, accepted_at, ended_at, asked_by, halt_reason
    from broadcasts`,
  `drop table broadcasts`,
  `alter table broadcasts_new rename to broadcasts`,
  `create index broadcasts_open on broadcasts (planned_at) where ended_at is null`,
  `create index broadcasts_planned on broadcasts (planned_at)`,
  `alter table deliveries add column variant text not null default ''`,

  // gate (src/place/gate-store.ts)
  `create table gate_versions (id text primary key, area_id text references areas (id), valid_from text not null,
    rules text not null, note text not null, written_by text, created_at integer not null) strict`,
  `create table exception_days (id text primary key, area_id text references areas (id), date text not null,
    day text not null, written_by text, created_at integer not null, removed_at integer) strict`,
  `create table mournings (id text primary key, from_date text not null, to_date text not null, reason text not null,
    written_by text, created_at integer not null, removed_at integer) strict`,
  `create table quiet_spans (id text primary key, area_id text references areas (id),
    endpoint_id text references endpoints (id), from_at integer not null, to_at integer not null, reason text not null,
    written_by text, created_at integer not null, lifted_at integer) strict`,
  `create index quiet_spans_end on quiet_spans (to_at)`,

  // people (src/people/rights-store.ts): what an account may do, in an area and all below it; null: the whole station
  `create table rights (account_id text not null references accounts (id), area_id text references areas (id),
    verb text not null, granted_by text, created_at integer not null) strict`,
  `create unique index rights_one on rights (account_id, coalesce(area_id, ''), verb)`,
  // Whoever had an account could do everything; that stays so until somebody decides otherwise.
  `insert into rights (account_id, area_id, verb, granted_by, created_at)
    select accounts.id, null, verbs.column1, null, accounts.created_at from accounts
    cross join (values ('operate'), ('emergency'), ('live'), ('authority'), ('gate'), ('people')) as verbs`,
  // A link that lets one person choose a password.
  `alter table sign_in_links add column account_id text references accounts (id)`,

  // programme (src/programme): other languages of a bulletin
  `create table bulletin_versions (bulletin_id text not null references bulletins (id), language text not null,
    recording_id text not null references recordings (id), created_at integer not null,
    primary key (bulletin_id, language)) strict`,
  `create table templates (id text primary key, name text not null, programme_id text not null references programmes (id),
    slot_ms integer, parts text not null, created_at integer not null, retired_at integer) strict`,
  `alter table endpoints add column languages text not null default '["vi"]'`,
  `alter table endpoints add column latitude real`,
  `alter table endpoints add column longitude real`,
  `alter table endpoints add column reach_m integer not null default 500`,
  `alter table zones add column language_mode text not null default 'first'`,
  `alter table recordings add column bank integer not null default 0`,

  // rules may play a template instead of one bulletin, and say how they start
  `create table rules_new (id text primary key, title text not null, bulletin_id text references bulletins (id),
    template_id text references templates (id), zone_ids text not null, pattern text not null, cut_in_after_ms integer,
    source_file text, source_key text, version integer not null default 1, active integer not null default 1,
    planned_to integer not null default 0, created_at integer not null, retired_at integer,
    check ((bulletin_id is null) <> (template_id is null))) strict`,
  `insert into rules_new (id, title, bulletin_id, zone_ids, pattern, source_file, source_key, version, active, planned_to,
    created_at, retired_at) select id, title, bulletin_id, zone_ids, pattern, source_file, source_key, version, active,
    planned_to, created_at, retired_at from rules`,
  `drop table rules`,
  `alter table rules_new rename to rules`,
  `create unique index rules_source on rules (source_file, source_key) where source_file is not null and retired_at is null`,

  // relay (src/relay)
  `create table relay_sources (id text primary key, name text not null, url text not null, level_above text not null,
    from_date text, to_date text, fallback_recording_id text references recordings (id), silence_ms integer not null,
    private_allowed integer not null default 0, probed_at integer, probe text, created_at integer not null,
    retired_at integer) strict`,

  // live (src/live)
  `create table live_mounts (id text primary key, account_id text not null references accounts (id), name text not null,
    secret_sha256 text not null, created_at integer not null, revoked_at integer) strict`,
  `create table live_sessions (id text primary key, broadcast_id text, account_id text, source text not null,
    level text not null, zone_ids text not null, note text, state text not null, opened_at integer not null,
    on_air_at integer, ended_at integer, end_reason text, recorded_ms integer not null default 0, recording_sha256 text,
    recording_bytes integer) strict`,

  // alert (src/alert)
  `create table alerts (id text primary key, broadcast_id text, kind text not null, refers_to text references alerts (id),
    zone_ids text not null, signal_recording_id text references recordings (id),
    area_ids text not null, recording_id text references recordings (id),
    all_clear_recording_id text references recordings (id), repeats integer not null, gap_ms integer not null,
    valid_until integer not null, title text not null, reason text not null, sent_by text not null, sent_name text not null,
    sent_at integer not null) strict`,
  `create trigger alerts_no_update before update on alerts begin select raise(abort, 'an alert is immutable'); end`,
  `create trigger alerts_no_delete before delete on alerts begin select raise(abort, 'an alert is immutable'); end`,

  // inbox (src/inbox)
  `create table inbox_items (id text primary key, class text not null, title text not null, source text not null,
    recording_id text not null references recordings (id), zone_ids text not null, area_ids text not null,
    valid_to integer, note text, state text not null,
    received_at integer not null, sent_by text, decided_by text, decided_at integer, decision text, broadcast_id text,
    external_id text) strict`,
  `create unique index inbox_external on inbox_items (source, external_id) where external_id is not null`,
  `create table order_questions (id text primary key, broadcast_a text not null references broadcasts (id),
    broadcast_b text not null references broadcasts (id), answer_by integer not null, asked_at integer not null,
    first_broadcast text, answered_by text, answered_at integer, state text not null) strict`,

  // why (src/why)
  `create table traces (id integer primary key autoincrement, at integer not null, trace text not null) strict`,
  `create table trace_endpoints (endpoint_id text not null, at integer not null, trace_id integer not null
    references traces (id) on delete cascade, primary key (endpoint_id, at, trace_id)) strict, without rowid`,
  `create index traces_at on traces (at)`,
  `create index trace_endpoints_trace on trace_endpoints (trace_id)`,
];
