import { useEffect, useState } from 'preact/hooks';

/** What the station answers once, and anew when one of these changes; null until then. */
export function useAsked<Data>(ask: () => Promise<Data>, about: readonly unknown[]): Data | null {
  const [data, setData] = useState<Data | null>(null);
  useEffect(() => {
    let isOver = false;
    // A silent station is told by the line above the page.
    ask().then(
      (answer) => !isOver && setData(answer),
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, about);
  return data;
}
