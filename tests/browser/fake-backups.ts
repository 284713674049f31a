import { notFound, StationError } from '#kernel';
import type { RouteAnswer } from '../../src/http/contract.ts';
import type { FakeHandlers } from './fake-house.ts';

const MB = 1024 * 1024;

/** Copies of the fake station. What a button begins goes on until the test ends it. */
export class FakeBackups {
  readonly now: RouteAnswer<'getBackups'> = {
    ...{ running: null, isPutOff: false, isEmergency: false, failure: null, lastGoodAt: null, isLate: false },
    ...{ folder: '/mnt/sao-luu', disk: 'ready', freeBytes: 118_000 * MB, isFull: false, isOwnFolder: false },
    ...{ seals: true, nightAt: '02:10', keep: 7, warnDays: 3, copies: [] },
  };

  health(): RouteAnswer<'getStation'>['backup'] {
    return { lastGoodAt: this.now.lastGoodAt, isLate: this.now.isLate };
  }

  add(madeAt: number, more: Partial<RouteAnswer<'getBackups'>['copies'][number]> = {}): void {
    const stamp = new Date(madeAt + 7 * 3_600_000).toISOString();
    const name = `sao-luu-${stamp.slice(0, 10)}-${stamp.slice(11, 19).replaceAll(':', '')}.loaxa`;
    const copy = { name, madeAt, bytes: 1_310 * MB, isSealed: true, damagedSounds: 0 };
    this.now.copies.unshift({ ...copy, checkedAt: madeAt + 200_000, trigger: 'night', ...more });
    if (this.now.copies[0]?.checkedAt) Object.assign(this.now, { lastGoodAt: madeAt, isLate: false, failure: null });
  }

  /** So far is the copy that was begun. */
  progress(step: 'make' | 'check', share: number): void {
    const totalBytes = 1_310 * MB;
    if (this.now.running)
      Object.assign(this.now.running, { step, doneBytes: Math.round(share * totalBytes), totalBytes });
  }

  finish(): void {
    const { running } = this.now;
    this.now.running = null;
    if (running) this.add(running.beganAt, { trigger: 'person' });
  }

  readonly handlers: FakeHandlers = {
    getBackups: () => this.now,
    startBackup: ({ body: { useThisDisk } }) => {
      const { now } = this;
      if (now.running) throw new StationError('BACKUP_RUNNING');
      if (now.isEmergency) throw new StationError('BACKUP_EMERGENCY');
      if (now.disk === 'other' && !useThisDisk) throw new StationError('BACKUP_DISK_OTHER', { folder: now.folder });
      now.disk = 'ready';
      now.running = { trigger: 'person', beganAt: Date.now(), step: null, doneBytes: 0, totalBytes: 0 };
      return now;
    },
    downloadBackup: ({ params: { copy } }) => {
      if (!this.now.copies.some(({ name }) => name === copy)) throw notFound('backup');
      return { path: `/api/v1/backups/${copy}/file?link=once` };
    },
    removeBackup: ({ params: { copy } }) => {
      const left = this.now.copies.filter(({ name }) => name !== copy);
      if (!left.some(({ checkedAt }) => checkedAt !== null)) throw new StationError('BACKUP_LAST');
      this.now.copies.splice(0, Number.POSITIVE_INFINITY, ...left);
      return {};
    },
  };
}
