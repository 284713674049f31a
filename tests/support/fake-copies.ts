import type { MakeCopy } from '#backup';
import type { Files } from '#kernel';

/** Makes copies that hold nothing, as a test tells it to. */
export class FakeCopies {
  /** What was asked for, in order. */
  readonly orders: string[] = [];
  /** Not null: the next ones fail with it. */
  fails: { readonly code: string; readonly text: { readonly vi: string; readonly en: string } } | null = null;
  /** True: a copy is not finished until `finish` is called or it is broken off. */
  isSlow: boolean = false;
  finish: () => void = () => undefined;
  readonly #files: () => Files;

  constructor(files: () => Files) {
    this.#files = files;
  }

  readonly make: MakeCopy = async ({ to }, onProgress, signal) => {
    this.orders.push(to);
    const { fails, isSlow } = this;
    onProgress({ step: 'make', doneBytes: 1, totalBytes: 4 });
    await this.#files().replace(`${to}.unproved`, Buffer.from('half'));
    if (isSlow) {
      await new Promise<void>((resolve) => {
        this.finish = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    if (signal.aborted) return { end: 'stopped' };
    if (fails) return { end: 'failed', ...fails };
    await this.#files().move(`${to}.unproved`, to);
    return { end: 'good', bytes: 4, damagedSounds: 0 };
  };
}
