/** Roles as small capabilities: rights with a time, and the old "operate" taken apart. */
export const name = '0010-roles';

const everybodyWith = (verbs: readonly string[], which: string) =>
  `insert or ignore into rights (account_id, area_id, verb, granted_by, created_at)
    select rights.account_id, rights.area_id, verbs.column1, rights.granted_by, rights.created_at from rights
    cross join (values ${verbs.map((verb) => `('${verb}')`).join(', ')}) as verbs where ${which}`;

export const statements = [
  // people (src/people/rights-store.ts): instants between which a right counts; null: open. What ends may begin again.
  `alter table rights add column from_at integer`,
  `alter table rights add column to_at integer`,
  `drop index rights_one`,
  `create unique index rights_one
    on rights (account_id, coalesce(area_id, ''), verb, coalesce(from_at, -1), coalesce(to_at, -1))`,
  // An account that is out of use keeps its row: what it did and granted refers to it.
  `alter table accounts add column closed_at integer`,
  // What one verb allowed is taken from nobody now that it is several.
  everybodyWith(['edit', 'approve', 'equip', 'confirm'], `rights.verb = 'operate'`),
  everybodyWith(['read'], `true`),
  everybodyWith(['maintain', 'inspect'], `rights.verb = 'people' and rights.area_id is null`),
];
