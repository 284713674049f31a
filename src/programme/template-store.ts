import { type Clock, newId, notFound, type Random } from '#kernel';
import { chunks, type Executor, type Row } from '#store';
import { listProgrammes, type Programme } from './programme-store.ts';
import { type Template, type TemplateDraft, templateParts } from './template.ts';

function templateOf(row: Row<'templates'>): Template {
  return {
    id: row.id,
    name: row.name,
    programmeId: row.programme_id,
    slotMs: row.slot_ms,
    parts: templateParts.parse(JSON.parse(row.parts)),
    retiredAt: row.retired_at,
  };
}

/** Templates in use, by name. */
export async function listTemplates(db: Executor): Promise<Template[]> {
  const rows = await db.selectFrom('templates').selectAll().where('retired_at', 'is', null).orderBy('name').execute();
  return rows.map(templateOf);
}

/** Writes a checked template, new or in place of the one with that id. What is planned already keeps its order. */
export async function putTemplate(
  db: Executor,
  make: { readonly clock: Clock; readonly random: Random },
  draft: TemplateDraft & { readonly id?: string },
): Promise<Template> {
  const { name, programmeId, slotMs, parts } = draft;
  const id = draft.id ?? newId('template', make.clock, make.random);
  const values = { name, programme_id: programmeId, slot_ms: slotMs, parts: JSON.stringify(parts) };
  if (draft.id) {
    const change = db.updateTable('templates').set(values).where('id', '=', id).where('retired_at', 'is', null);
    if ((await change.executeTakeFirst()).numUpdatedRows === 0n) throw notFound('template');
  } else {
    const created = { created_at: make.clock.wallMs(), retired_at: null };
    await db
      .insertInto('templates')
      .values({ id, ...values, ...created })
      .execute();
  }
  return { id, name, programmeId, slotMs, parts, retiredAt: null };
}

/** Takes a template out of use; what it planned has its own running order. */
export async function retireTemplate(db: Executor, clock: Clock, id: string): Promise<void> {
  const change = db.updateTable('templates').set({ retired_at: clock.wallMs() }).where('id', '=', id);
  const { numUpdatedRows } = await change.where('retired_at', 'is', null).executeTakeFirst();
  if (numUpdatedRows === 0n) throw notFound('template');
}

/** Templates in use with their programmes, by id. */
export async function findTemplates(
  db: Executor,
  ids: readonly string[],
): Promise<Map<string, { template: Template; programme: Programme }>> {
  const found = new Map<string, { template: Template; programme: Programme }>();
  if (ids.length === 0) return found;
  const programmes = new Map((await listProgrammes(db)).map((one) => [one.id, one]));
  for (const some of chunks([...new Set(ids)])) {
    const query = db.selectFrom('templates').selectAll().where('id', 'in', some);
    for (const row of await query.where('retired_at', 'is', null).execute()) {
      const programme = programmes.get(row.programme_id);
      if (programme) found.set(row.id, { template: templateOf(row), programme });
    }
  }
  return found;
}
