/** Whether what the ears heard on a day of approval was approved, and whether what was approved in time was heard. */
import type { Heard } from '../tests/support/commune.ts';
import type { Page } from './approval-book.ts';
import { type Officers, OTHER_LANGUAGE, type Wish } from './approval-deeds.ts';

const SECOND = 1000;
/** What must be heard was approved this long before, and nothing was in its way since. */
const IN_TIME_MS = 20 * SECOND;
/** A link that is back has told its speaker everything after this. */
const TOLD_MS = 30 * SECOND;
/** Something else that holds the air may keep it this long from its beginning. */
const HELD_UP_MS = 60 * SECOND;

interface Row {
  readonly id: string;
  readonly bulletin_id: string | null;
  readonly level: string;
  readonly planned_at: number;
  readonly asked_by: string | null;
}

export interface Counts {
  readonly plays: number;
  /** Recordings that began to sound. */
  readonly sounds: number;
  /** Of the wishes at each speaker: those that had to be heard, by the book. */
  readonly due: number;
  /** Those that were rightly silent, since something was not approved. */
  readonly silences: number;
  /** Of the plays: those of a speaker out of reach, by the plan that it had. */
  readonly alone: number;
  /** Of the plays: emergencies, and what came from above. */
  readonly exempt: number;
}

type Book = Pick<Officers, 'pages' | 'wishes' | 'exempt' | 'chimes' | 'templates' | 'programmeOf'>;

export class ApprovalJudge {
  readonly faults: string[] = [];
  readonly counts = { plays: 0, sounds: 0, due: 0, silences: 0, alone: 0, exempt: 0 };
  readonly #seed: number;
  readonly #start: number;
  readonly #book: Book;
  readonly #links = new Map<string, Array<{ at: number; isUp: boolean }>>();

  constructor(seed: number, start: number, book: Book) {
    this.#seed = seed;
    this.#start = start;
    this.#book = book;
  }

  noteLink(village: string, at: number, isUp: boolean): void {
    const lines = this.#links.get(village) ?? [];
    this.#links.set(village, lines);
    if ((lines.at(-1)?.isUp ?? true) !== isUp) lines.push({ at, isUp });
  }

  hear(village: string, languages: readonly string[], heard: readonly Heard[], rows: readonly Row[]): void {
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const play of heard) {
      this.counts.plays += 1;
      this.counts.sounds += play.marks.length;
      if (!this.#isSteady(village, play.startAt - TOLD_MS, play.startAt)) this.counts.alone += 1;
      this.#judge(village, play, byId.get(play.broadcastId));
    }
    for (const wish of this.#book.wishes) this.#miss(village, languages, wish, heard, rows);
  }

  #judge(village: string, play: Heard, row: Row | undefined): void {
    const { broadcastId, startAt, fromMs, marks } = play;
    const say = (what: string) => this.#fault(village, startAt, `${broadcastId}: ${what}`);
    if (!row) {
      say('heard, and nobody ever asked for it');
      return;
    }
    const exempt = this.#book.exempt.get(broadcastId);
    if (exempt) {
      this.counts.exempt += 1;
      if (marks.some((mark) => !exempt.includes(mark))) say(`an item from above or a warning sounded as ${marks}`);
      return;
    }
    if (row.level === 'emergency') say('an emergency that nobody sent');
    // A broadcast that goes on after a fault had begun before; what began is heard to its end.
    if (fromMs > 0) return;
    for (const mark of marks) {
      if (!this.#wasApproved(village, mark, row.bulletin_id, startAt)) say(`mark ${mark} was heard and not approved`);
    }
  }

  /** Approved when this speaker could last be told of something that began at an instant: its link was there, or just so. */
  #wasApproved(village: string, mark: number, bulletinId: string | null, startAt: number): boolean {
    let end = startAt;
    // From one change to the one before, since a whole life of an approval may lie between two seconds.
    for (const at of this.#changes(village, startAt)) {
      if (this.#isUp(village, at) && this.#mayHear(village, mark, bulletinId, at)) return true;
      if (this.#isSteady(village, end - TOLD_MS, end)) return false;
      end = at - 1;
    }
    return false;
  }

  /** All instants up to one at which something that bears on a speaker changed, the last first. */
  #changes(village: string, until: number): number[] {
    const links = (this.#links.get(village) ?? []).map(({ at }) => at);
    const pages = [...this.#book.pages.values()].flatMap((page) => page.changes);
    const all = new Set([this.#start, ...links, ...pages].filter((at) => at <= until));
    return [...all].sort((a, b) => b - a);
  }

  #mayHear(village: string, mark: number, bulletinId: string | null, at: number): boolean {
    return [...this.#book.pages.values()].some((page) => {
      const line = page.at(at);
      if (line?.standing !== 'approved' || !line.said.versions.some((one) => one.mark === mark)) return false;
      if (page.kind === 'frame') return true;
      const { audience } = line.said;
      const isHere = audience.length === 0 || audience.includes(village);
      return isHere && (bulletinId === null || bulletinId === page.id);
    });
  }

  /** Was it silent where it had to be heard? */
  #miss(
    village: string,
    languages: readonly string[],
    wish: Wish,
    heard: readonly Heard[],
    rows: readonly Row[],
  ): void {
    const { plannedAt, askedAt, ruleId, broadcastId } = wish;
    const own = new Set(
      ruleId === null
        ? [broadcastId]
        : rows.filter((row) => row.asked_by === ruleId && row.planned_at === plannedAt).map((row) => row.id),
    );
    const plays = heard.filter((play) => own.has(play.broadcastId));
    const marks = new Set(plays.flatMap((play) => play.marks));
    const [from, to] = [plannedAt - IN_TIME_MS, plannedAt + HELD_UP_MS];
    const isCrowded = rows.some(
      (row) => !own.has(row.id) && this.#isOther(row) && Math.abs(row.planned_at - plannedAt) < HELD_UP_MS,
    );
    const isQuiet = !isCrowded && askedAt < from && this.#isSteady(village, Math.min(askedAt, from) - TOLD_MS, to);
    const wanted = this.#parts(wish);
    const all = [...wanted.bulletins, ...wanted.frames];
    if (plays.length === 0 && !all.every((page) => page.isApproved(plannedAt))) this.counts.silences += 1;
    // A person asks once for what there is then; a rule is planned anew whenever something changes.
    const since = ruleId === null ? askedAt : from;
    const frames = wanted.frames.every((page) => page.isApprovedThroughout(from, to) && !page.fell(since, to));
    if (!isQuiet || !frames || wanted.isSwapped(askedAt, to)) return;
    const mays = wanted.bulletins.map((page) => {
      if (!page.isApprovedThroughout(from, to) || page.fell(since, to)) return 'no';
      if (ruleId === null && !page.isSteady(askedAt, to, (line) => line.said)) return 'no';
      // In a programme of many parts an asked one takes what was approved when it was asked for.
      if (ruleId === null && wish.templateId !== null && !page.isApproved(askedAt)) return 'no';
      const { audience } = page.now.said;
      const then = page.at(plannedAt)?.said.audience ?? audience;
      return then.length === 0 || then.includes(village) ? 'yes' : 'elsewhere';
    });
    if (wish.templateId !== null && (mays.includes('elsewhere') || !wanted.isKnown(since, to))) return;
    for (const [place, page] of wanted.bulletins.entries()) {
      if (mays[place] !== 'yes') continue;
      this.counts.due += 1;
      const said = page.at(plannedAt)?.said.versions ?? [];
      const version = said.find((one) => languages.includes(OTHER_LANGUAGE) && one.language === OTHER_LANGUAGE);
      const mark = (version ?? said[0])?.mark ?? 0;
      if (!marks.has(mark))
        this.#fault(village, plannedAt, `mark ${mark} of ${page.id} was approved in time, and silent`);
    }
  }

  /** What may hold the air where no slot was kept for it. */
  #isOther({ id, level }: Row): boolean {
    return level !== 'scheduled' || this.#book.exempt.has(id);
  }

  /** What must be approved for a wish. */
  #parts({ bulletinId, templateId, plannedAt }: Wish) {
    const page = (id: string) => this.#book.pages.get(id) as Page;
    const never = () => false;
    if (templateId !== null) {
      const { bulletinIds, chimeIds } = this.#book.templates.get(templateId) ?? { bulletinIds: [], chimeIds: [] };
      const bulletins = bulletinIds.map(page);
      // One that is cut or loses its approval in between takes the whole programme with it, and back again.
      const isKnown = (from: number, to: number) =>
        bulletins.every((one) => one.isSteady(from, to, (line) => [line.standing, line.said]));
      return { bulletins, frames: chimeIds.map(page), isSwapped: never, isKnown };
    }
    const id = bulletinId ?? '';
    const swaps = this.#book.chimes.get(this.#book.programmeOf.get(id) ?? '') ?? [];
    const chime = swaps.findLast((one) => one.at <= plannedAt);
    return {
      bulletins: [page(id)],
      frames: chime ? [page(chime.recordingId)] : [],
      isSwapped: (from: number, to: number) => swaps.some((one) => one.at >= from && one.at <= to),
      isKnown: () => true,
    };
  }

  #isUp(village: string, at: number): boolean {
    return this.#links.get(village)?.findLast((one) => one.at <= at)?.isUp ?? true;
  }

  #isSteady(village: string, from: number, to: number): boolean {
    const lines = this.#links.get(village) ?? [];
    return this.#isUp(village, from) && !lines.some((one) => one.at >= from && one.at <= to);
  }

  #fault(village: string, at: number, what: string): void {
    this.faults.push(`seed ${this.#seed}: ${village}, ${(at - this.#start) / SECOND} s: ${what}`);
  }
}
