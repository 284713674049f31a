/** A fresh key. `crypto.randomUUID` is missing where the page comes over plain HTTP, as it does in most communes. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Between 0 and 1. */
export const chance = (): number => (crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) / 256;

export interface RepeatKey {
  /** The same key for the same content, so that pressing again after a lost answer creates nothing twice. */
  of(content: unknown): string;
  /** The thing was created: the next one is another one, even with the same content. */
  done(): void;
}

/** Where a key outlives its page. */
export interface KeyMemory {
  read(): { readonly content: string; readonly key: string } | null;
  write(last: { readonly content: string; readonly key: string } | null): void;
}

export function repeatKey(fresh: () => string = freshKey, memory?: KeyMemory): RepeatKey {
  let last = memory?.read() ?? null;
  return {
    of(content) {
      const text = JSON.stringify(content);
      if (last?.content !== text) {
        last = { content: text, key: fresh() };
        memory?.write(last);
      }
      return last.key;
    },
    done() {
      last = null;
      memory?.write(null);
    },
  };
}
