import { useEffect, useRef } from 'preact/hooks';
import { station } from '../live/station.ts';
import { type Page, where } from '../where.ts';
import { words } from '../words/language.ts';
import { places } from './places.ts';

/** Names the tab after the page; a page that is come to begins at its top, and the keyboard stands in it. */
export function usePlace(inside: boolean): void {
  const { page } = where.value;
  const { pages, brand } = words.value;
  const name = station.data.value?.name ?? brand;
  useEffect(() => {
    document.title = inside ? `${pages[page]} – ${name}` : name;
  }, [inside, page, pages, name]);
  const last = useRef<Page | null>(null);
  useEffect(() => {
    const isMove = last.current !== null && last.current !== page;
    last.current = inside ? page : null;
    if (!inside || !isMove) return;
    scrollTo({ top: 0 });
    document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
  }, [inside, page]);
}

/** What is said in place of a page that this person may not open, and to a village helper. */
export function ClosedPage({ page }: { page: Page }) {
  const { frame, pages } = words.value;
  const { open, home, profile } = places.value;
  if (profile === 'helper' && page === home) {
    return (
      <section class="card" aria-labelledby="helper-title">
        <h1 id="helper-title">{frame.helper}</h1>
        <a class="button main" href="/thon.html">
          {frame.toVillage}
        </a>
      </section>
    );
  }
  if (open.has(page)) return null;
  return (
    <section class="card" aria-labelledby="closed-title">
      <h1 id="closed-title">{frame.closed(pages[page])}</h1>
      <p>{frame.closedWhy}</p>
      <a class="button main" href={`#${home}`}>
        {frame.toHome(pages[home])}
      </a>
    </section>
  );
}
