import { newKeyPair } from '#link';
import { readFact, type Store, writeFact } from '#store';

/** The station's identity towards its speakers, and the number of this life. */
export interface Life {
  readonly publicKey: string;
  readonly privatePem: string;
  /** One more at each start, so that orders of an earlier life are old to every speaker. */
  readonly epoch: number;
}

/** Opens a new life of the station: its keys from the first one, its epoch one higher, on the disk before it is used. */
export async function openLife(store: Store): Promise<Life> {
  return store.transact(async (tx) => {
    let publicKey = await readFact(tx, 'station_public_key');
    let privatePem = await readFact(tx, 'station_private_key');
    if (publicKey === null || privatePem === null) {
      ({ publicKey, privatePem } = newKeyPair());
      await writeFact(tx, 'station_public_key', publicKey);
      await writeFact(tx, 'station_private_key', privatePem);
    }
    const epoch = Number((await readFact(tx, 'epoch')) ?? 0) + 1;
    await writeFact(tx, 'epoch', String(epoch));
    return { publicKey, privatePem, epoch };
  });
}
