/**
 * Random days of approval: bulletins are made, approved, changed, sent back, withdrawn and asked for, while the station and
 * cables come and go. The test keeps its own book of who approved what when; the ears say what was heard.
 */
import { createHash } from 'node:crypto';
import { sendBack, withdraw } from '#approval';
import { instantOf } from '#kernel';
import { APPROVER, EDITOR } from '../tests/support/approval.ts';
import { Commune, type SimVillage } from '../tests/support/commune.ts';
import { SeededRandom } from '../tests/support/seeded-random.ts';

const START = instantOf('2026-11-23', '04:00', 'Asia/Ho_Chi_Minh') ?? 0;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Broadcasts never meet: each has a slot of its own. */
const SLOT_MS = 4 * MINUTE;
const SLOTS = 8;
/** What must be heard was approved this long before, and nothing was in its way since. */
const IN_TIME_MS = 20 * SECOND;
/** A link that is back has told its speaker everything after this. */
const TOLD_MS = 30 * SECOND;

/** What the test itself knows of one bulletin: its content, and the hash that was approved, at every instant. */
class Book {
  readonly #lines: Array<{ at: number; content: string; approved: string | null }>;

  constructor(at: number, content: string) {
    this.#lines = [{ at, content: hashOf(content), approved: null }];
  }

  #last = () => this.#lines.at(-1) as { at: number; content: string; approved: string | null };

  /** The approver says yes to what is there. */
  approve(at: number): void {
    this.#lines.push({ ...this.#last(), at, approved: this.#last().content });
  }

  change(at: number, content: string): void {
    this.#lines.push({ at, content: hashOf(content), approved: null });
  }

  takeBack(at: number): void {
    this.#lines.push({ ...this.#last(), at, approved: null });
  }

  isApproved(at: number): boolean {
    const line = this.#lines.findLast((one) => one.at <= at);
    return line !== undefined && line.approved === line.content;
  }

  /** True when it was approved in the whole span. */
  isApprovedThroughout(from: number, to: number): boolean {
    return (
      this.isApproved(from) && !this.#lines.some((one) => one.at > from && one.at <= to && !this.isApproved(one.at))
    );
  }

  /** True when an approval ended in the span. */
  fell(from: number, to: number): boolean {
    return this.#lines.some(
      (one) => one.at >= from && one.at <= to && one.approved === null && this.isApproved(one.at - 1),
    );
  }
}

interface Asked {
  readonly id: string;
  readonly bulletinId: string;
  readonly askedAt: number;
  readonly plannedAt: number;
}

export interface ApprovalDay {
  readonly faults: readonly string[];
  readonly plays: number;
  /** Broadcasts on a speaker that were rightly silent, since nobody approved them. */
  readonly silences: number;
  /** Of the plays: those that had to be heard, by the book. */
  readonly due: number;
  /** Of the plays: those of a speaker out of reach, by the plan that it had. */
  readonly alone: number;
}

/** Lives one random day. Same seed, same day. */
export async function liveApprovalDay(seed: number): Promise<ApprovalDay> {
  const random = new SeededRandom(seed);
  const day = new Commune({ wallMs: START, seed });
  await day.start();
  await day.addVillages(['Đông', 'Tây']);
  await day.powerAllOn();
  const books = new Map<string, Book>();
  const withdrawn = new Set<string>();
  const asked: Asked[] = [];
  const links = new Map<SimVillage, Array<{ at: number; isUp: boolean }>>(day.villages.map((one) => [one, []]));
  const cables = new Map(day.villages.map((village) => [village, true]));
  const now = () => day.clock.wallMs();
  const noteLinks = () => {
    for (const [village, lines] of links) {
      const isUp = day.station !== null && cables.get(village) === true;
      if ((lines.at(-1)?.isUp ?? true) !== isUp) lines.push({ at: now(), isUp });
    }
  };
  for (let count = 0; count < 3; count += 1) {
    const title = `Tin ${count}`;
    const id = await day.addBulletin({ title, durationMs: random.int(5, 60) * SECOND, isApproved: false });
    books.set(id, new Book(now(), title));
  }
  let changes = 0;
  const deeds = {
    async approve(id: string, book: Book) {
      await day.approve(id);
      book.approve(now());
    },
    async text(id: string, book: Book) {
      const text = `lời ${++changes}`;
      book.change(now(), text);
      await day.change(id, (tx) => tx.updateTable('bulletins').set({ text }).where('id', '=', id).execute());
    },
    async cut(id: string, book: Book) {
      const trim = ++changes;
      book.change(now(), `cắt ${trim}`);
      await day.change(id, async (tx) => {
        const row = await tx
          .selectFrom('bulletins')
          .select('recording_id')
          .where('id', '=', id)
          .executeTakeFirstOrThrow();
        const cut = tx.updateTable('recordings').set({ trim_head_ms: trim });
        await cut.where('id', '=', row.recording_id).execute();
      });
    },
    async sendBack(id: string, book: Book) {
      if (!book.isApproved(now())) return;
      book.takeBack(now());
      await day.store.transact((tx) => sendBack(tx, day.clock, id, 'nghe lại', APPROVER));
      await day.station?.house.approvals.settle();
    },
    async withdraw(id: string, book: Book) {
      book.takeBack(now());
      withdrawn.add(id);
      await day.store.transact(async (tx) => {
        await tx.updateTable('bulletins').set({ withdrawn_at: now() }).where('id', '=', id).execute();
        await withdraw(tx, day.clock, id, EDITOR);
      });
      await day.station?.house.approvals.settle();
    },
  };
  const events: Array<{ at: number; run(): Promise<void> | void }> = [];
  for (let slot = 1; slot <= SLOTS; slot += 1) {
    const plannedAt = START + slot * SLOT_MS;
    const bulletinId = random.pick([...books.keys()]);
    const at = plannedAt - random.int(5, 230) * SECOND;
    events.push({
      at,
      async run() {
        if (!day.station || withdrawn.has(bulletinId)) return;
        asked.push({
          id: await day.ask(bulletinId, plannedAt, 'scheduled', MINUTE),
          bulletinId,
          askedAt: at,
          plannedAt,
        });
      },
    });
  }
  for (let count = random.int(10, 24); count > 0; count -= 1) {
    const id = random.pick([...books.keys()]);
    const share = random.fraction();
    const deed =
      share < 0.55 ? 'approve' : share < 0.7 ? 'text' : share < 0.85 ? 'cut' : share < 0.97 ? 'sendBack' : 'withdraw';
    const at = START + random.int(1, (SLOTS * SLOT_MS) / SECOND) * SECOND + 137;
    events.push({
      at,
      async run() {
        const book = books.get(id);
        if (book && day.station && !withdrawn.has(id)) await deeds[deed](id, book);
      },
    });
  }
  for (let count = random.int(0, 4); count > 0; count -= 1) {
    const at = START + random.int(1, (SLOTS * SLOT_MS) / SECOND) * SECOND + 411;
    const back = at + random.int(2, 400) * SECOND;
    const village = random.pick(day.villages);
    const isStation = random.chance(0.3);
    const down = () => {
      if (isStation) return day.station ? day.kill() : undefined;
      cables.set(village, false);
      village.cut();
    };
    const up = async () => {
      if (isStation) {
        if (!day.station) await day.start();
        return;
      }
      cables.set(village, true);
      village.mend();
    };
    events.push({ at, run: down }, { at: back, run: up });
  }
  events.sort((a, b) => a.at - b.at);
  for (const event of events) {
    if (event.at > now()) await day.clock.advanceTo(event.at);
    await event.run();
    noteLinks();
  }
  await day.clock.advanceTo(Math.max(now(), START + (SLOTS + 1) * SLOT_MS));
  const faults: string[] = [];
  const counts = { plays: 0, silences: 0, due: 0, alone: 0 };
  for (const village of day.villages) {
    const lines = links.get(village) ?? [];
    const wasUp = (at: number) => lines.findLast((one) => one.at <= at)?.isUp ?? true;
    const isSteady = (from: number, to: number) => wasUp(from) && !lines.some((one) => one.at >= from && one.at <= to);
    /** Approved when this speaker could last be told of something that began at an instant: its link was there, or just so. */
    const wasApproved = (book: Book, startAt: number) => {
      for (let at = startAt; at >= START; at -= SECOND) {
        if (wasUp(at) && book.isApproved(at)) return true;
        if (isSteady(at - TOLD_MS, at)) return false;
      }
      return false;
    };
    for (const { id, bulletinId, askedAt, plannedAt } of asked) {
      const book = books.get(bulletinId) as Book;
      const plays = village.heard.filter((one) => one.broadcastId === id && one.endAt > one.startAt);
      const say = (what: string) =>
        faults.push(`seed ${seed}: ${village.name}, planned ${(plannedAt - START) / SECOND} s: ${what}`);
      for (const { startAt, fromMs } of plays) {
        counts.plays += 1;
        const isAlone = !isSteady(startAt - TOLD_MS, startAt);
        if (isAlone) counts.alone += 1;
        // A broadcast that goes on after a fault had begun before; what began is heard to its end.
        if (fromMs > 0) continue;
        if (!wasApproved(book, startAt)) say(`heard at ${(startAt - START) / SECOND} s, and it was not approved`);
      }
      const from = plannedAt - IN_TIME_MS;
      const isDue =
        isSteady(Math.min(askedAt, from) - TOLD_MS, plannedAt + MINUTE) &&
        askedAt < from &&
        book.isApprovedThroughout(from, plannedAt + SECOND) &&
        !book.fell(askedAt, plannedAt);
      if (isDue) counts.due += 1;
      if (isDue && plays.length === 0) say('not heard, and it was approved in time');
      if (plays.length === 0 && !book.isApproved(plannedAt)) counts.silences += 1;
    }
  }
  return { faults, ...counts };
}

function hashOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
