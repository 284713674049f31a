/** Faults of endpoints, and the tickets that people keep about them (src/fault). What was written is never changed. */
export const name = '0014-faults';

export const statements = [
  `create table faults (id text primary key, endpoint_id text not null references endpoints (id),
    kind text not null check (kind in ('unreachable', 'silent', 'heard_wrong', 'told')),
    since_at integer not null, opened_at integer not null, told_by text, what text not null default '',
    acknowledged_at integer, acknowledged_by text,
    closed_at integer, closed_because text check (closed_because in ('well', 'retired', 'person')), closed_by text) strict`,
  // One at a time, however often its cable is cut.
  'create unique index faults_open on faults (endpoint_id) where closed_at is null',
  'create index faults_newest on faults (opened_at)',
  'create index faults_of_endpoint on faults (endpoint_id, opened_at)',
  `create table fault_tickets (id integer primary key, fault_id text not null references faults (id),
    since_at integer, cause text not null, cost_vnd integer, contractor text not null, funding text not null,
    note text not null, repaired_at integer, written_by text, written_at integer not null) strict`,
  'create index fault_tickets_of_fault on fault_tickets (fault_id, id)',
];
