/** Child processes as an argument. Every child is bounded, owned, and gone when its owner dies. */

export interface ProcessLimits {
  readonly cpuSeconds?: number;
  readonly memoryBytes?: number;
  /** The largest file that the child may write. */
  readonly fileBytes?: number;
  /** Longest life by the monotonic clock. */
  readonly wallMs?: number;
  /** Longest time without a sign of life on standard output or error. */
  readonly idleMs?: number;
}

export interface ProcessSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly limits?: ProcessLimits;
  /** True when the child must not be able to open a socket (kept where the machine allows it). */
  readonly noNetwork?: boolean;
  /** 0 to 19; higher is more polite to the air. */
  readonly niceness?: number;
  readonly onStdout?: (chunk: Uint8Array) => void;
  readonly onStderrLine?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** How a child ended. Never an exception: a dead child is a value. */
export type ProcessEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'killed'; readonly signal: string; readonly why: 'aborted' | 'wall' | 'idle' | 'outside' }
  | { readonly kind: 'not_started'; readonly message: string };

export interface ChildProcess {
  /** Writes to standard input; resolves when the child has room for more, rejects when it is gone. */
  write(chunk: Uint8Array): Promise<void>;
  endInput(): void;
  /** TERM to the whole group now, KILL after 250 ms. */
  kill(): void;
  /** Resolves once the child is gone and its outputs are drained. */
  readonly ended: Promise<ProcessEnd>;
}

export interface Processes {
  start(spec: ProcessSpec): ChildProcess;
}
