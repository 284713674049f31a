import { useRef, useState } from 'preact/hooks';
import { type RepeatKey, repeatKey } from '../api/repeat-key.ts';

export interface Submitting {
  readonly busy: boolean;
  readonly failure: unknown;
  /** Runs once at a time; what it throws is kept as `failure`. */
  run(work: () => Promise<void>): void;
  clear(): void;
}

export function useSubmitting(): Submitting {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const running = useRef(false);
  return {
    busy,
    failure,
    run(work) {
      // biome-ignore lint/suspicious/noUnnecessaryConditions: a ref changes between renders
      if (running.current) return;
      running.current = true;
      setBusy(true);
      setFailure(null);
      work()
        .catch(setFailure)
        .finally(() => {
          running.current = false;
          setBusy(false);
        });
    },
    clear: () => setFailure(null),
  };
}

/** A repeat key that lives as long as its form. */
export function useRepeatKey(): RepeatKey {
  const key = useRef<RepeatKey | null>(null);
  key.current ??= repeatKey();
  return key.current;
}
