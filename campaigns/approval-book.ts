/**
 * What a test knows by itself of approval, so that it never asks the station: who wrote what when, what it said, and whether
 * somebody who may has approved exactly that. Written from docs/approval.md, not from the code.
 */

/** All of a bulletin that is approved; of a frame only its one version. */
export interface Said {
  readonly title: string;
  readonly text: string;
  readonly isExternal: boolean;
  /** Names of villages; empty: everywhere. */
  readonly audience: readonly string[];
  /** The main one first; `mark` is how it sounds. */
  readonly versions: ReadonlyArray<{
    readonly language: string;
    readonly recordingId: string;
    readonly mark: number;
  }>;
}

export type Standing = 'draft' | 'waiting' | 'approved' | 'sent_back' | 'withdrawn';

interface Line {
  readonly at: number;
  readonly standing: Standing;
  readonly said: Said;
  /** Who wrote it, and who changed it last. */
  readonly hands: readonly [written: string, changed: string];
}

const same = (a: Said, b: Said) => JSON.stringify(a) === JSON.stringify(b);

/** The history of one thing that can be approved. */
export class Page {
  readonly id: string;
  readonly kind: 'bulletin' | 'frame';
  readonly #lines: Line[];

  constructor(at: number, id: string, kind: 'bulletin' | 'frame', said: Said, by: string) {
    this.id = id;
    this.kind = kind;
    this.#lines = [{ at, standing: 'draft', said, hands: [by, by] }];
  }

  /** When anything of it changed. */
  get changes(): number[] {
    return this.#lines.map(({ at }) => at);
  }

  get now(): Line {
    return this.#lines.at(-1) as Line;
  }

  at(instant: number): Line | undefined {
    return this.#lines.findLast((line) => line.at <= instant);
  }

  isApproved(instant: number): boolean {
    return this.at(instant)?.standing === 'approved';
  }

  /** True when all of a span is the same, by whatever is asked of it. */
  isSteady(from: number, to: number, of: (line: Line) => unknown): boolean {
    const first = this.at(from);
    if (!first) return false;
    const inside = this.#lines.filter((line) => line.at > from && line.at <= to);
    return inside.every((line) => JSON.stringify(of(line)) === JSON.stringify(of(first)));
  }

  isApprovedThroughout(from: number, to: number): boolean {
    return this.isApproved(from) && this.isSteady(from, to, (line) => [line.standing, line.said]);
  }

  /** True when an approval ended in the span. */
  fell(from: number, to: number): boolean {
    return this.#lines.some((line, place) => {
      const before = this.#lines[place - 1];
      return line.at >= from && line.at <= to && before?.standing === 'approved' && line.standing !== 'approved';
    });
  }

  submit(at: number): void {
    if (['draft', 'sent_back'].includes(this.now.standing)) this.#write(at, { standing: 'waiting' });
  }

  approve(at: number): void {
    this.#write(at, { standing: 'approved' });
  }

  sendBack(at: number): void {
    this.#write(at, { standing: 'sent_back' });
  }

  withdraw(at: number): void {
    this.#write(at, { standing: 'withdrawn' });
  }

  /** An approval holds for one content. What waits, or was sent back, is that with its new content. */
  change(at: number, by: string, change: Partial<Said>): void {
    const { standing, said, hands } = this.now;
    const next = { ...said, ...change };
    if (standing === 'withdrawn' || (standing === 'approved' && same(said, next))) return;
    const fallen = this.kind === 'frame' ? 'waiting' : 'draft';
    this.#write(at, {
      standing: standing === 'approved' ? fallen : standing,
      said: next,
      hands: [hands[0], by],
    });
  }

  /** A recording that it says is cut otherwise. */
  cut(at: number, by: string, recordingId: string, mark: number): void {
    const { versions } = this.now.said;
    if (!versions.some((one) => one.recordingId === recordingId)) return;
    this.change(at, by, {
      versions: versions.map((one) => (one.recordingId === recordingId ? { ...one, mark } : one)),
    });
  }

  #write(at: number, change: Partial<Line>): void {
    this.#lines.push({ ...this.now, ...change, at });
  }
}

/** Somebody of the commune. */
export interface Person {
  readonly id: string;
  readonly mayApprove: boolean;
  readonly mayApproveOwn: boolean;
  /** The only village for which he may approve; null: all of the station. */
  readonly village: string | null;
}

/** Whether this person may approve this page now, if it was `seen` like that. */
export function wouldApprove({ now }: Page, person: Person, seen: Said): boolean {
  const { standing, said, hands } = now;
  if (standing !== 'waiting' || !person.mayApprove || !same(seen, said)) return false;
  const isInReach = person.village === null || (said.audience.length > 0 && said.audience.every(isOf(person.village)));
  if (!isInReach) return false;
  return !hands.includes(person.id) || (person.mayApproveOwn && !said.isExternal);
}

const isOf = (village: string) => (one: string) => one === village;
