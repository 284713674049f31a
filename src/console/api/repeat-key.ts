/** A fresh key. `crypto.randomUUID` is missing where the page comes over plain HTTP, as it does in most communes. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export interface RepeatKey {
  /** The same key for the same content, so that pressing again after a lost answer creates nothing twice. */
  of(content: unknown): string;
  /** The thing was created: the next one is another one, even with the same content. */
  done(): void;
}

export function repeatKey(fresh: () => string = freshKey): RepeatKey {
  let last: { content: string; key: string } | null = null;
  return {
    of(content) {
      const text = JSON.stringify(content);
      if (last?.content !== text) last = { content: text, key: fresh() };
      return last.key;
    },
    done() {
      last = null;
    },
  };
}
