import type { Command } from './dialect.ts';

/** What was refused, or read back as something else, is said again after so long, or with the next state. */
export const AGAIN_MS = 10_000;

/** What one encoder was told on this connection, part by part, and what became of it. Times are monotonic. */
export class Told {
  readonly #left = new Map<string, string>();
  readonly #agreed = new Map<string, string>();
  readonly #saidMs = new Map<string, number>();
  readonly #refused = new Map<string, { key: string; againMs: number; isExtra: boolean }>();
  readonly #misread = new Map<string, number>();

  clear(): void {
    for (const memory of [this.#left, this.#agreed, this.#saidMs, this.#refused, this.#misread]) memory.clear();
  }

  /** Only what was acknowledged counts as told. */
  keepAgreed(): void {
    for (const [part, key] of this.#left) if (this.#agreed.get(part) !== key) this.#left.delete(part);
    this.#misread.clear();
  }

  hasLeft({ part, key }: Command): boolean {
    return this.#left.get(part) === key;
  }

  isAgreed({ part, key }: Command): boolean {
    return this.#agreed.get(part) === key;
  }

  /** True when it is refused and its time has not come; an extra that was refused is left alone. */
  isRefused({ part, key }: Command, nowMs: number): boolean {
    const refused = this.#refused.get(part);
    return refused !== undefined && refused.key === key && nowMs < refused.againMs;
  }

  wasRefused({ part, key }: Command): boolean {
    return this.#refused.get(part)?.key === key;
  }

  isMisread(part: string): boolean {
    return this.#misread.has(part);
  }

  /** When it is to be said again though nothing changed. */
  repeatMs({ part, repeatMs }: Command): number {
    const saidMs = this.#saidMs.get(part);
    return repeatMs === undefined || saidMs === undefined ? Number.POSITIVE_INFINITY : saidMs + repeatMs;
  }

  /** When a refused part is next due. */
  againMs({ part, key }: Command): number {
    const refused = this.#refused.get(part);
    return refused?.key === key ? refused.againMs : Number.POSITIVE_INFINITY;
  }

  left({ part, key }: Command, nowMs: number): void {
    if (this.#left.get(part) !== key) this.#agreed.delete(part);
    if (!this.#refused.get(part)?.isExtra) this.#refused.delete(part);
    this.#left.set(part, key);
    this.#saidMs.set(part, nowMs);
  }

  agreed({ part, key }: Command): void {
    this.#agreed.set(part, key);
    this.#refused.delete(part);
  }

  refused({ part, key, body, isExtra = false }: Command, nowMs: number): void {
    const isFinal = isExtra || body === null;
    this.#agreed.delete(part);
    this.#refused.set(part, { key, againMs: isFinal ? Number.POSITIVE_INFINITY : nowMs + AGAIN_MS, isExtra });
  }

  readAsTold(part: string): void {
    this.#misread.delete(part);
  }

  /**
   * Read back as something else: it is to be written again, at once the first time. Gives back when to ask again.
   */
  misread(part: string, nowMs: number): number {
    const isFirst = !this.#misread.has(part);
    const key = this.#left.get(part) ?? '';
    const againMs = isFirst ? nowMs : nowMs + AGAIN_MS;
    this.#misread.set(part, (this.#misread.get(part) ?? 0) + 1);
    this.#agreed.delete(part);
    this.#left.delete(part);
    this.#refused.set(part, { key, againMs, isExtra: false });
    return againMs;
  }

  /** A new state: what was refused may be said again, and what is in it no more is forgotten. */
  renew(parts: ReadonlySet<string>): void {
    for (const [part, { isExtra }] of this.#refused) if (!isExtra) this.#refused.delete(part);
    for (const memory of [this.#left, this.#agreed, this.#saidMs, this.#refused, this.#misread])
      for (const part of memory.keys()) if (!parts.has(part)) memory.delete(part);
  }
}
