/** What a person asked to be heard once, as it was asked: so that it can be moved, and copied to another week. */
export const name = '0017-asked-once';

export const statements = [
  // broadcast (src/broadcast/asked-store.ts)
  `create table asked_once (
    broadcast_id text primary key references broadcasts (id),
    template_id text,
    zone_ids text not null,
    moved_from text references broadcasts (id),
    copied_from text references broadcasts (id),
    copy_id text
  ) strict`,
  'create index asked_once_moved on asked_once (moved_from)',
  'create index asked_once_copy on asked_once (copy_id)',
];
