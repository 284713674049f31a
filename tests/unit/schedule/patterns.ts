import { openStore, type Store } from '#store';

/** Texts of a StationError in one line, for data-driven tests. */
export function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    const { code, values } = error as { code: string; values: Record<string, unknown> };
    const problem = values['problem'] as { en: string } | undefined;
    return [code, values['field'], problem?.en].filter(Boolean).join(' | ');
  }
  return 'accepted';
}

/** A database with a programme and bulletins that rules may name. */
export async function storeWithBulletins(path = ':memory:', count = 3): Promise<Store> {
  const store = openStore(path);
  const { db } = store;
  const skip = (conflict: { doNothing(): unknown }) => conflict.doNothing() as never;
  await db
    .insertInto('programmes')
    .values({
      ...{ id: 'prg_1', name: 'Thời sự', kind: 'bulletin', opening_chime_id: null, closing_chime_id: null, repeats: 1 },
      ...{ pause_ms: 0, lead_in_ms: 0, tail_ms: 0, interruption: 'resume', created_at: 0 },
    })
    .onConflict(skip)
    .execute();
  await db
    .insertInto('recordings')
    .values({
      ...{ id: 'rec_1', title: 'Bản ghi', sha256: 'aa', bytes: 1, state: 'ready', warnings: '[]', created_at: 0 },
      ...{ trim_head_ms: 0, trim_tail_ms: 0 },
    })
    .onConflict(skip)
    .execute();
  await db
    .insertInto('templates')
    .values({
      ...{ id: 'tpl_1', name: 'Khung sáng', programme_id: 'prg_1', slot_ms: null, created_at: 0, retired_at: null },
      parts: JSON.stringify([{ part: 'bulletins', bulletinIds: ['bul_1'], pauseMs: 0 }]),
    })
    .onConflict(skip)
    .execute();
  for (let n = 1; n <= count; n++) {
    const row = { id: `bul_${n}`, title: `Bản tin ${n}`, programme_id: 'prg_1', recording_id: 'rec_1', language: 'vi' };
    await db
      .insertInto('bulletins')
      .values({ ...row, valid_from: null, valid_to: null, created_at: 0, withdrawn_at: null })
      .onConflict(skip)
      .execute();
  }
  return store;
}
