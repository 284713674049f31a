/**
 * What the microphone gave, kept in the browser second by second, so that a reload, a crash or a dead battery costs a second
 * and not the recording.
 */

/** One recording under way, or broken off. */
export interface Take {
  readonly id: string;
  /** Whose it is: on a shared computer nobody finds the voice of another. */
  readonly owner: string;
  readonly rateHz: number;
  readonly startedAt: number;
  readonly samples: number;
}

/** A second of it, or what was left of one, by its first sample. */
export interface TakePiece {
  readonly from: number;
  readonly bytes: ArrayBuffer;
}

const NAME = 'loaxa.takes';
/** What nobody came back to is not kept for ever. */
const FORGOTTEN_AFTER_MS = 14 * 86_400_000;

let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('takes', { keyPath: 'id' });
      asked.result.createObjectStore('pieces', { keyPath: ['take', 'from'] });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error('blocked by another tab'));
  }).catch((error: unknown) => {
    opened = null;
    throw error;
  });
  return opened;
}

/** Runs in one transaction and resolves when it is on the disk. */
async function transact<Result>(
  mode: IDBTransactionMode,
  work: (takes: IDBObjectStore, pieces: IDBObjectStore) => IDBRequest<Result> | null,
): Promise<Result | null> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(['takes', 'pieces'], mode);
    const asked = work(transaction.objectStore('takes'), transaction.objectStore('pieces'));
    transaction.oncomplete = () => resolve(asked?.result ?? null);
    transaction.onabort = () => reject(transaction.error ?? new Error('not kept'));
    transaction.onerror = () => reject(transaction.error ?? new Error('not kept'));
  });
}

const piecesOf = (id: string) => IDBKeyRange.bound([id, 0], [id, Number.MAX_SAFE_INTEGER]);

/** Keeps how a take stands and, where there is one, its newest piece. */
export async function keepTake(take: Take, piece: TakePiece | null): Promise<void> {
  await transact('readwrite', (takes, pieces) => {
    takes.put(take);
    if (piece) pieces.put({ take: take.id, ...piece });
    return null;
  });
}

/** The sound of a take, in order. */
export async function soundOfTake(id: string): Promise<TakePiece[]> {
  return (await transact('readonly', (_, pieces) => pieces.getAll(piecesOf(id)) as IDBRequest<TakePiece[]>)) ?? [];
}

export async function forgetTake(id: string): Promise<void> {
  await transact('readwrite', (takes, pieces) => {
    takes.delete(id);
    pieces.delete(piecesOf(id));
    return null;
  });
}

/** The takes of somebody, oldest first; what is too old goes. */
export async function takesOf(owner: string, now: number): Promise<Take[]> {
  const all = (await transact('readonly', (takes) => takes.getAll() as IDBRequest<Take[]>)) ?? [];
  for (const { id } of all.filter(({ startedAt }) => now - startedAt > FORGOTTEN_AFTER_MS)) await forgetTake(id);
  return all
    .filter((take) => take.owner === owner && take.samples > 0 && now - take.startedAt <= FORGOTTEN_AFTER_MS)
    .sort((one, other) => one.startedAt - other.startedAt);
}

const lockOf = (id: string) => `${NAME}.${id}`;

/** Says that this tab is recording it, until the page or the given work is over. */
export function holdTake(id: string, until: Promise<void>): void {
  void navigator.locks.request(lockOf(id), () => until);
}

/** The takes that a tab is recording right now. */
export async function heldTakes(): Promise<ReadonlySet<string>> {
  const { held = [] } = await navigator.locks.query();
  return new Set(held.flatMap(({ name }) => (name?.startsWith(`${NAME}.`) ? [name.slice(NAME.length + 1)] : [])));
}
