/** Approval: what a bulletin says besides its sound, who approved which content, and every word that was said of it. */
export const name = '0006-approval';

/** A recording as it is heard: its bytes, and what is cut away. */
const SOUND = `recordings.sha256 || case when recordings.trim_head_ms + recordings.trim_tail_ms > 0
  then '+' || recordings.trim_head_ms || '-' || recordings.trim_tail_ms else '' end`;
/** What lay in the database before there was approval goes on sounding, and is called what it is. */
const before = (subject: string, kind: string, content: string, source: string, at: string) =>
  `select ${subject}, '${kind}', 'approved', ${content}, ${source}, ${at}`;
const into = 'insert or ignore into approvals (subject, kind, state, content, source, decided_at)';
const OLD = `'hệ thống cũ'`;
const heard = `json_object('sounds', json_array(${SOUND}))`;

export const statements = [
  // programme (src/programme/details-store.ts): what is approved with the sound
  `alter table bulletins add column text text not null default ''`,
  `alter table bulletins add column class text not null default 'own' check (class in ('own', 'external'))`,
  `alter table bulletins add column form text`,
  `alter table bulletins add column audience text not null default '[]'`,
  `alter table bulletins add column document_number text not null default ''`,
  `alter table bulletins add column attachment text`,
  `alter table bulletins add column personal_until integer`,
  `alter table bulletins add column files_removed_at integer`,

  // programme (src/programme/approval-store.ts): `subject` is a bulletin, a recording that frames others, an item from above.
  // `content` is what was approved last, and null until the station has looked at what it found in an old database.
  `create table approvals (subject text primary key, kind text not null check (kind in ('bulletin', 'frame', 'item')),
    state text not null check (state in ('draft', 'waiting', 'approved', 'sent_back', 'withdrawn')), content text,
    source text, written_by text, written_name text, changed_by text, changed_name text, changed_at integer,
    decided_by text, decided_name text, decided_at integer, word text, fell text) strict`,
  `create index approvals_state on approvals (state)`,
  `create table approval_notes (id integer primary key autoincrement, subject text not null, at integer not null,
    event text not null, by_id text, by_name text, word text, sha256 text, listened_ms integer, duration_ms integer) strict`,
  `create index approval_notes_subject on approval_notes (subject)`,
  `create trigger approval_notes_no_replace before insert on approval_notes
    when exists (select 1 from approval_notes where id = new.id)
    begin select raise(abort, 'approval_notes is append-only'); end`,
  `create trigger approval_notes_no_update before update on approval_notes
    begin select raise(abort, 'approval_notes is append-only'); end`,
  `create trigger approval_notes_no_delete before delete on approval_notes
    begin select raise(abort, 'approval_notes is append-only'); end`,

  `${into} ${before('id', 'bulletin', 'null', OLD, 'created_at')} from bulletins where withdrawn_at is null`,
  `${into} ${before('recordings.id', 'frame', heard, OLD, 'recordings.created_at')} from recordings where recordings.id in (
    select opening_chime_id from programmes union select closing_chime_id from programmes
    union select fallback_recording_id from relay_sources
    union select json_extract(part.value, '$.recordingId') from templates, json_each(templates.parts) as part
      where templates.retired_at is null)`,
  `${into} ${before('inbox_items.id', 'item', heard, 'inbox_items.source', 'received_at')} from inbox_items
    join recordings on recordings.id = inbox_items.recording_id where inbox_items.state in ('waiting', 'placed')`,
];
