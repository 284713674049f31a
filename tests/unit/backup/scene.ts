import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeBackup } from '#backup';
import type { World } from '#kernel';
import { openStore, type Store, writeFact } from '#store';
import { systemFiles } from '../../../src/system/system-files.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

export const PASSPHRASE = 'nắng mới trên đồi chè xanh';
export const MADE_AT = Date.UTC(2026, 10, 23, 1);
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A small station on a real disk, without the station: a database, some sounds, schedule files. */
export class BackupScene {
  readonly folder = mkdtempSync(join(tmpdir(), 'loaxa-backup-'));
  readonly data = join(this.folder, 'data');
  readonly schedules = join(this.folder, 'schedules');
  readonly sounds: string[] = [];
  readonly world: World = {
    clock: new VirtualClock({ wallMs: MADE_AT }),
    random: new SeededRandom(7),
    files: systemFiles,
    logger: quiet,
    processes: {
      start: () => {
        throw new Error('no processes here');
      },
    },
  };

  async build(): Promise<void> {
    for (const name of ['originals', 'renditions', 'live', 'uploads'])
      mkdirSync(join(this.data, name), { recursive: true });
    mkdirSync(this.schedules);
    await this.withStore(async (store) => {
      await writeFact(store.db, 'station_public_key', 'key-of-the-station');
      await writeFact(store.db, 'epoch', '41');
      await store.db
        .insertInto('sessions')
        .values({
          ...{
            token_sha256: 'a',
            id: 'ses_a',
            account_id: null,
            stage: 'in',
            created_at: 1,
            seen_at: 1,
            expires_at: 2,
          },
          ...{ proved_at: 1, strong_at: null, address: '', agent: '' },
        })
        .execute();
    });
    for (const size of [1, 511, 512, 70_000]) this.addSound('originals', Buffer.alloc(size, size % 251));
    this.addSound('renditions', Buffer.from('one rendition'));
    writeFileSync(join(this.data, 'live', 'liv_1.mp3'), Buffer.alloc(1000, 3));
    writeFileSync(join(this.data, 'renditions', 'making-rec_1.opus'), 'half');
    writeFileSync(join(this.data, 'uploads', 'upl_1.part'), 'half');
    writeFileSync(join(this.schedules, 'lịch tuần.yaml'), 'rules: []\n');
    writeFileSync(join(this.schedules, 'notes.txt'), 'none of ours');
  }

  addSound(kind: 'originals' | 'renditions', bytes: Buffer): void {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(join(this.data, kind, sha256), bytes);
    this.sounds.push(`${kind}/${sha256}`);
  }

  async withStore(work: (store: Store) => Promise<unknown>): Promise<void> {
    const store = openStore(join(this.data, 'station.db'));
    await work(store);
    await store.close();
  }

  at(name: string): string {
    return join(this.folder, name);
  }

  async backup(name: string, passphrase: string | null, more: { signal?: AbortSignal; leaveFreeBytes?: number } = {}) {
    const to = this.at(name);
    const manifest = await makeBackup(this.world, {
      ...{ dataFolder: this.data, schedulesFolder: this.schedules, stationName: 'Đài xã Thử', program: '0.1.0' },
      ...{ to, passphrase, leaveFreeBytes: 0, ...more },
    });
    return { to, manifest, bytes: readFileSync(to) };
  }

  /** Puts bytes into a file of the scene; answers its path. */
  put(name: string, bytes: Uint8Array): string {
    writeFileSync(this.at(name), bytes);
    return this.at(name);
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
