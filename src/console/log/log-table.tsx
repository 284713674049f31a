import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { HintMark } from '../parts/hint-mark.tsx';
import type { Outline } from './filter.ts';
import { fetchPages, isAtTop, PAGE_ROWS, pages } from './lines.ts';
import { LogRow } from './log-row.tsx';
import { logWords } from './log-words.ts';
import { pagesOf, rowByKey, rowsBetween, type Span } from './window.ts';

/** Browsers draw no higher page than this many rows safely. */
export const MOST_ROWS = 100_000;
/** The height of a row in the style sheet, in rem: on a wide screen, and as a card on a narrow one. */
const WIDE_REM = 5.2;
const CARD_REM = 10.6;
const WIDE = '(min-width: 76rem)';
/** Pages are fetched when the wheel has come to rest for so long. */
const REST_MS = 80;

function rowPxNow(): number {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Math.round(rem * (matchMedia(WIDE).matches ? WIDE_REM : CARD_REM));
}

/** A list as long as the log, of which only what is on the screen is drawn. The page scrolls, not a box in it. */
export function LogTable({ outline }: { outline: Outline }) {
  const say = logWords.value;
  const count = Math.min(outline.sums.lines, MOST_ROWS);
  const box = useRef<HTMLTableSectionElement>(null);
  const [rowPx, setRowPx] = useState(rowPxNow);
  const [span, setSpan] = useState<Span>({ from: 0, to: Math.min(count, 30) });
  const wanted = useRef<number | null>(null);
  const [kept, setKept] = useState<number | null>(null);

  useLayoutEffect(() => {
    let frame = 0;
    const look = () => {
      frame = 0;
      const body = box.current;
      if (body === null || body.offsetParent === null) return;
      const { top } = body.getBoundingClientRect();
      isAtTop.value = top > -rowPx;
      const next = rowsBetween(-top, innerHeight - top, rowPx, count);
      setSpan((now) => (now.from === next.from && now.to === next.to ? now : next));
    };
    const soon = () => {
      frame ||= requestAnimationFrame(look);
    };
    const measure = () => {
      setRowPx(rowPxNow());
      soon();
    };
    look();
    addEventListener('scroll', soon, { passive: true });
    addEventListener('resize', measure);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('scroll', soon);
      removeEventListener('resize', measure);
    };
  }, [rowPx, count]);

  useEffect(() => {
    const timer = setTimeout(() => void fetchPages(pagesOf(span, PAGE_ROWS)), REST_MS);
    return () => clearTimeout(timer);
  }, [span.from, span.to, outline]);

  // The line may have to be fetched first: its row takes the focus when it is there.
  useEffect(() => {
    const link = box.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"] a`);
    if (wanted.current === null || !link) return;
    wanted.current = null;
    link.focus({ preventScroll: true });
  });

  const focusRow = (row: number) => {
    const top = (box.current?.getBoundingClientRect().top ?? 0) + row * rowPx;
    setKept(row);
    if (top < 90 || top + rowPx > innerHeight - 90) scrollBy({ top: top - innerHeight / 2 });
    wanted.current = row;
  };
  const move = (event: KeyboardEvent) => {
    const row = rowOf(event.target);
    const to = row === null || event.ctrlKey || event.metaKey ? null : rowByKey(event.key, row, count);
    if (to === null) return;
    event.preventDefault();
    focusRow(to);
  };
  const rows = Array.from({ length: span.to - span.from }, (_, at) => span.from + at);
  // The row that has the focus is never taken away from under it.
  if (kept !== null && kept < count && (kept < span.from || kept >= span.to)) rows.push(kept);
  const heads = ['planned', 'what', 'where', 'heard', 'result', 'evidence'] as const;
  return (
    <table class="log-table" aria-label={say.table} aria-rowcount={count + 1}>
      <thead>
        <tr class="log-head" aria-rowindex={1}>
          {heads.map((head) => (
            <th key={head} scope="col">
              {say.columns[head]}
              {head === 'evidence' ? <HintMark name="evidence" word={say.columns.evidence} /> : null}
            </th>
          ))}
        </tr>
      </thead>
      <tbody
        ref={box}
        class="log-rows"
        style={{ height: `${count * rowPx}px` }}
        onKeyDown={move}
        onFocusIn={({ target }) => setKept(rowOf(target))}
        onFocusOut={() => wanted.current === null && setKept(null)}
      >
        {rows.map((row) => {
          const line = pages.value.get(Math.floor(row / PAGE_ROWS))?.[row % PAGE_ROWS];
          return (
            <tr
              key={row}
              class="log-row"
              data-row={row}
              aria-rowindex={row + 2}
              style={{ top: `${row * rowPx}px`, height: `${rowPx}px` }}
            >
              {line ? <LogRow line={line} /> : <td class="hint">{say.loading}</td>}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function rowOf(target: EventTarget | null): number | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]')?.dataset['row'] : undefined;
  return row === undefined ? null : Number(row);
}
