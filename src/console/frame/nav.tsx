import { useEffect, useRef, useState } from 'preact/hooks';
import { approvals, forMe } from '../approve/lists.ts';
import { items, questions, waitingCount } from '../inbox/lists.ts';
import { useFresh } from '../live/feed.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { mayDo } from '../session/session.ts';
import { type Page, where } from '../where.ts';
import { words } from '../words/language.ts';
import { Account } from './account.tsx';
import { places } from './places.ts';

const ICONS: Record<Page, IconName> = {
  'hom-nay': 'today',
  'lich-phat': 'week',
  'tai-len': 'upload',
  duyet: 'done',
  'khan-cap': 'alarm',
  'noi-truc-tiep': 'mic',
  'hop-tin': 'inbox',
  'gio-phat': 'hours',
  'cum-loa': 'speaker',
  'dai-fm': 'mast',
  'nhat-ky': 'log',
  'quan-ly': 'house',
};

/** A question of order may leave a person a minute only. */
const OFTEN_MS = 5000;

/**
 * On a phone a bar at the thumb: what this person does daily, and "more" with the rest. On a wide screen the same two lists
 * stand beside the page.
 */
export function Nav({ name }: { name: string | null }) {
  const { nav, frame } = words.value;
  const { daily, rest } = places.value;
  const { page } = where.value;
  const [open, setOpen] = useState(false);
  const more = useRef<HTMLButtonElement>(null);
  useWaiting();
  useEffect(() => setOpen(false), [page]);
  const own = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!open) return;
    const press = (event: Event) => {
      if (event.target instanceof Node && !own.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', press);
    return () => document.removeEventListener('pointerdown', press);
  }, [open]);
  const leave = (event: FocusEvent & { readonly currentTarget: HTMLElement }) => {
    if (event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget)) setOpen(false);
  };
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return;
    setOpen(false);
    more.current?.focus();
  };
  const behind = rest.reduce((sum, one) => sum + waitingOn(one), 0);
  return (
    <nav ref={own} aria-label={nav} onFocusOut={leave} onKeyDown={key}>
      <ul class="daily">
        {daily.map((one) => (
          <Place key={one} page={one} />
        ))}
        <li class="more-place">
          <button
            ref={more}
            type="button"
            class={rest.includes(page) ? 'place current' : 'place'}
            aria-expanded={open}
            aria-controls="more"
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? 'bad' : 'more'} />
            <span>{open ? frame.less : frame.more}</span>
            <Badge count={open ? 0 : behind} />
          </button>
        </li>
      </ul>
      <div id="more" class={open ? 'more open' : 'more'}>
        <ul>
          {rest.map((one) => (
            <Place key={one} page={one} />
          ))}
        </ul>
        <Account name={name} inside />
      </div>
    </nav>
  );
}

function Place({ page }: { page: Page }) {
  return (
    <li>
      <a class="place" href={`#${page}`} aria-current={where.value.page === page ? 'page' : undefined}>
        <Icon name={ICONS[page]} />
        <span>{words.value.pages[page]}</span>
        <Badge count={waitingOn(page)} />
      </a>
    </li>
  );
}

function Badge({ count }: { count: number }) {
  return count === 0 ? null : <span class="badge"> {count}</span>;
}

function waitingOn(page: Page): number {
  if (page === 'hop-tin') return waitingCount.value;
  return page === 'duyet' ? forMe.value.length : 0;
}

/** What waits for people is known on every page. */
function useWaiting(): void {
  useFresh(questions, mayDo('read'), OFTEN_MS);
  useFresh(items, mayDo('operate', 'authority'), OFTEN_MS);
  useFresh(approvals, mayDo('edit', 'approve'), OFTEN_MS);
}
