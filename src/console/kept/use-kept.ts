import { type ReadonlySignal, signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { type RepeatKey, repeatKey } from '../api/repeat-key.ts';
import { stationNow } from '../live/station.ts';
import { owner as signedIn } from '../session/session.ts';
import { dropDraft, findDraft, writeDraft } from './drafts.ts';
import { fitted, type KeptDraft } from './shelf.ts';

/** Whoever types fast is written down every so often, and always when the page is left or hidden. */
const WRITE_AFTER_MS = 400;

export interface KeptForm<Draft> {
  /** What the form is named by; the same form of the same thing has the same name. Without `|`. */
  readonly form: string;
  /** What a person calls it in a list of things begun. */
  readonly title: (draft: Draft) => string;
  /** The address of the page: `#tai-len/rec_1`. */
  readonly place: string;
  readonly fresh: () => Draft;
  /** True: what was begun is offered, and taken up only when the person says so. */
  readonly isOffered?: boolean;
  /** How long it is worth anything, where that is less than usual. */
  readonly worthMs?: number;
  /** What may lie in this browser; without it all of it. Files do not. */
  readonly strip?: (draft: Draft) => Draft;
}

/** What a form says of its draft, for `KeptNote`. */
export interface KeptState {
  /** Moves with all of this: read it to be drawn again. */
  readonly moves: ReadonlySignal<number>;
  /** Since when it was being written before this page was opened; null: it was not, or it is offered only. */
  readonly sinceAt: number | null;
  readonly isOffered: boolean;
  readonly isUnsent: boolean;
  /** Takes up what is offered. */
  takeUp(): void;
  /** The person throws it away: the form begins anew. */
  drop(): void;
  /** It was sent: nothing is kept of it. */
  done(): void;
  /** It was pressed to be sent, and the station did not answer. */
  unsent(): void;
  /** A repeat key that is kept with it. */
  key(name?: string): RepeatKey;
}

/** A draft that survives reload, crash, an end of the session and a dead line, for this person in this browser. */
export function useKept<Draft extends object>(
  asked: KeptForm<Draft>,
): [Draft, (change: Partial<Draft>) => void, KeptState] {
  const [book] = useState(() => new DraftBook(asked));
  book.asked = asked;
  book.moves.value;
  useEffect(() => {
    const flush = () => book.flush();
    addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', flush);
    return () => {
      flush();
      removeEventListener('pagehide', flush);
      document.removeEventListener('visibilitychange', flush);
    };
  }, [book]);
  return [book.draft, book.change, book];
}

class DraftBook<Draft extends object> implements KeptState {
  asked: KeptForm<Draft>;
  readonly moves = signal(0);
  draft: Draft;
  sinceAt: number | null = null;
  isUnsent = false;
  #offered: { draft: Draft; kept: KeptDraft } | null = null;
  #begunAt: number | null = null;
  #keys: KeptDraft['keys'] = {};
  readonly #repeat = new Map<string, RepeatKey>();
  readonly #owner = signedIn.value;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(asked: KeptForm<Draft>) {
    this.asked = asked;
    this.draft = asked.fresh();
    const kept = this.#owner === null ? null : findDraft(this.#owner, asked.form);
    const draft = kept && fitted(this.draft, kept.value);
    if (!kept || !draft || stationNow() - kept.at > (asked.worthMs ?? Number.POSITIVE_INFINITY)) return;
    this.#offered = { draft, kept };
    if (asked.isOffered !== true) this.takeUp();
  }

  #moved(): void {
    this.moves.value += 1;
  }

  get isOffered(): boolean {
    return this.#offered !== null;
  }

  takeUp(): void {
    if (!this.#offered) return;
    const { draft, kept } = this.#offered;
    this.#offered = null;
    this.draft = draft;
    this.sinceAt = kept.begunAt;
    this.#begunAt = kept.begunAt;
    this.isUnsent = kept.unsent;
    this.#keys = kept.keys;
    this.#repeat.clear();
    this.#moved();
  }

  change = (change: Partial<Draft>): void => {
    this.draft = { ...this.draft, ...change };
    this.#begunAt ??= stationNow();
    this.isUnsent = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), WRITE_AFTER_MS);
    this.#moved();
  };

  flush(): void {
    if (this.#timer === undefined) return;
    this.#write();
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // Who has signed out leaves nothing behind.
    if (this.#owner === null || this.#owner !== signedIn.value || this.#begunAt === null) return;
    const { form, place, title, strip } = this.asked;
    writeDraft(this.#owner, form, {
      ...{ begunAt: this.#begunAt, at: stationNow(), unsent: this.isUnsent, title: title(this.draft), place },
      ...{ value: strip ? strip(this.draft) : this.draft, keys: this.#keys },
    });
  }

  drop(): void {
    this.done();
    this.draft = this.asked.fresh();
    this.#moved();
  }

  done(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    [this.#offered, this.#begunAt, this.sinceAt, this.isUnsent, this.#keys] = [null, null, null, false, {}];
    this.#repeat.clear();
    if (this.#owner !== null) dropDraft(this.#owner, this.asked.form);
  }

  unsent(): void {
    this.isUnsent = true;
    this.#begunAt ??= stationNow();
    this.#write();
    this.#moved();
  }

  key(name = 'it'): RepeatKey {
    const known = this.#repeat.get(name);
    if (known) return known;
    const made = repeatKey(undefined, {
      read: () => this.#keys[name] ?? null,
      write: (last) => {
        const { [name]: _, ...others } = this.#keys;
        this.#keys = last === null ? others : { ...others, [name]: last };
        // Before it goes out: the answer may never come.
        if (last !== null) {
          this.#begunAt ??= stationNow();
          this.#write();
        }
      },
    });
    this.#repeat.set(name, made);
    return made;
  }
}
