import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { type Answer, call } from '../api/client.ts';

const SETTLE_MS = 300;
const COUNT = 5;

export interface Preview {
  readonly answer: Answer<'previewRule'> | null;
  readonly failure: unknown;
}
const NOTHING: Preview = { answer: null, failure: null };

/** What the station makes of a pattern, asked anew when the person has stopped typing. */
export function usePreview(pattern: Record<string, unknown> | null): Preview {
  const preview = useMemo(() => signal(NOTHING), []);
  const text = pattern === null ? null : JSON.stringify(pattern);
  useEffect(() => {
    preview.value = NOTHING;
    if (text === null) return;
    let over = false;
    const timer = setTimeout(() => {
      call('previewRule', { body: { pattern: JSON.parse(text), count: COUNT } }).then(
        (answer) => {
          if (!over) preview.value = { answer, failure: null };
        },
        (failure) => {
          if (!over) preview.value = { answer: null, failure };
        },
      );
    }, SETTLE_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [text, preview]);
  return preview.value;
}
