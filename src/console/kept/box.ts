/** A drawer of the browser (IndexedDB) for what is too large for localStorage. One that the browser refuses is always empty. */

const NAME = 'loaxa';
const DRAWERS = ['last', 'shared'] as const;
type Drawer = (typeof DRAWERS)[number];

const asked = <Result>(request: IDBRequest<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function within<Result>(
  drawer: Drawer,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => {
    for (const name of DRAWERS) opening.result.createObjectStore(name);
  };
  const db = await asked(opening);
  try {
    return await asked(act(db.transaction(drawer, mode).objectStore(drawer)));
  } finally {
    db.close();
  }
}

export const put = (drawer: Drawer, name: string, value: unknown): Promise<unknown> =>
  within(drawer, 'readwrite', (store) => store.put(value, name)).catch(() => undefined);

export const takeAll = (drawer: Drawer): Promise<unknown[]> =>
  within(drawer, 'readonly', (store) => store.getAll() as IDBRequest<unknown[]>).catch(() => []);

export const drop = (drawer: Drawer, name: string): Promise<unknown> =>
  within(drawer, 'readwrite', (store) => store.delete(name)).catch(() => undefined);

export const empty = (drawer: Drawer): Promise<unknown> =>
  within(drawer, 'readwrite', (store) => store.clear()).catch(() => undefined);
