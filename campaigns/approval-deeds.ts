/** What people of a commune do with bulletins on a random day, by the real door; and the book that the test keeps of it. */
import { soundChanged } from '../src/http/bulletin-change.ts';
import { inForce } from '../src/http/handlers/approvals.ts';
import type { Commune } from '../tests/support/commune.ts';
import type { SeededRandom } from '../tests/support/seeded-random.ts';
import { Page, type Person, type Said, wouldApprove } from './approval-book.ts';
import type { Name, Room } from './approval-room.ts';

const SECOND = 1000;
const FORM = { about: 'charity', organiser: 'Hội chữ thập đỏ', activity: 'Quyên góp áo ấm', contact: 'Bà Tư, 0900' };
export const OTHER_LANGUAGE = 'tyz';

/** Something that was asked to be heard. */
export interface Wish {
  readonly bulletinId: string | null;
  readonly templateId: string | null;
  readonly ruleId: string | null;
  readonly broadcastId: string | null;
  readonly askedAt: number;
  readonly plannedAt: number;
}

/** What one person had on the screen: what each thing said, and by which name. */
type Screen = ReadonlyMap<string, { readonly sha256: string; readonly said: Said; readonly wasWaiting: boolean }>;

export class Officers {
  readonly pages = new Map<string, Page>();
  readonly wishes: Wish[] = [];
  /** What a person who may sent as an emergency, or the authority above sent: by broadcast, which marks. */
  readonly exempt = new Map<string, readonly number[]>();
  readonly faults: string[] = [];
  /** Programme → since when it has which chime; a template → its parts. */
  readonly chimes = new Map<string, Array<{ at: number; recordingId: string }>>();
  readonly templates = new Map<string, { bulletinIds: readonly string[]; chimeIds: readonly string[] }>();
  readonly programmeOf = new Map<string, string>();
  readonly #day: Commune;
  readonly #room: Room;
  readonly #random: SeededRandom;
  readonly #screens = new Map<Name, Screen>();
  #count = 0;
  #programmes: string[] = [];
  #relayId = '';
  #seed: number;

  constructor(day: Commune, room: Room, random: SeededRandom) {
    this.#day = day;
    this.#room = room;
    this.#random = random;
    this.#seed = random.seed;
  }

  get #now(): number {
    return this.#day.clock.wallMs();
  }

  #mark(): number {
    this.#count += 1;
    return this.#count;
  }

  async #record(title: string): Promise<{ recordingId: string; mark: number }> {
    const mark = this.#mark();
    const durationMs = this.#random.int(4, 14) * SECOND;
    return { recordingId: await this.#day.addRecording({ title: `${title} ${mark}`, durationMs, mark }), mark };
  }

  /** Chimes, a programme with and one without, a relayed station, a few bulletins. */
  async prepare(): Promise<void> {
    const plain = await this.#room.insist('mai', 'POST', '/programmes', { name: 'Tin', kind: 'bulletin' });
    const chime = await this.#chime();
    const body = { name: 'Tin có nhạc', kind: 'bulletin', openingChimeId: chime };
    const framed = await this.#room.insist('mai', 'POST', '/programmes', body);
    this.chimes.set(framed.id, [{ at: this.#now, recordingId: chime }]);
    this.#programmes = [plain.id, framed.id];
    const relay = { name: 'Đài tỉnh', url: 'http://radio.vn/dai.mp3' };
    this.#relayId = (await this.#room.insist('all', 'POST', '/relays', relay)).id;
    for (let count = 0; count < 4; count += 1) await this.make();
    while (this.pick('bulletin') === null) await this.make();
    await this.addTemplate();
  }

  /** A recording that frames others from now on waits for approval. */
  async #chime(): Promise<string> {
    const { recordingId, mark } = await this.#record('nhạc hiệu');
    const versions = [{ language: '', recordingId, mark }];
    const said: Said = { title: '', text: '', isExternal: false, audience: [], versions };
    this.pages.set(recordingId, new Page(this.#now, recordingId, 'frame', said, this.#room.idOf('mai')));
    this.pages.get(recordingId)?.submit(this.#now);
    return recordingId;
  }

  pick(kind: Page['kind']): Page | null {
    const some = [...this.pages.values()].filter((page) => page.kind === kind && page.now.standing !== 'withdrawn');
    return some.length === 0 ? null : this.#random.pick(some);
  }

  #person(name: Name): Person {
    return this.#room.people.get(name) as Person;
  }

  #areaIdOf(village: string): string {
    return this.#day.areaIds.get(village) ?? '';
  }

  /** A new bulletin: kept, submitted, or approved in one by whoever may, or may not. */
  async make(): Promise<void> {
    const random = this.#random;
    const by = random.pick(['mai', 'binh', 'chu'] as const);
    const title = `Tin ${this.pages.size}`;
    const other = random.chance(0.15) ? this.pick('bulletin') : null;
    const sound = other?.now.said.versions[0] ?? (await this.#record(title));
    const isExternal = random.chance(0.15);
    const audience = random.chance(0.2) ? [random.pick(this.#day.villages).name] : [];
    const next = random.pick(['draft', 'submit', 'submit', 'approve'] as const);
    const programmeId = random.pick(this.#programmes);
    const { status, body } = await this.#room.ask(by, 'POST', '/bulletins', {
      ...{
        title,
        programmeId,
        recordingId: sound.recordingId,
        next,
        audience: audience.map((one) => this.#areaIdOf(one)),
      },
      ...(isExternal ? { class: 'external', form: FORM } : {}),
    });
    const person = this.#person(by);
    const may = next !== 'approve' || (person.mayApproveOwn && !isExternal);
    if (may !== (status === 201)) this.#fault(`${by} makes a bulletin (${next}), and is answered ${status}`);
    if (status !== 201) return;
    const versions = [{ language: 'vi', recordingId: sound.recordingId, mark: sound.mark }];
    const said: Said = { title, text: '', isExternal, audience, versions };
    const page = new Page(this.#now, body.id, 'bulletin', said, person.id);
    if (next !== 'draft') page.submit(this.#now);
    if (next === 'approve') page.approve(this.#now);
    this.pages.set(body.id, page);
    this.programmeOf.set(body.id, programmeId);
  }

  async addTemplate(): Promise<void> {
    const bulletinIds = this.#random
      .shuffled([...this.pages.values()].filter((page) => page.kind === 'bulletin'))
      .slice(0, this.#random.int(1, 3))
      .map((page) => page.id);
    const chimeIds = [await this.#chime(), await this.#chime()];
    const parts = [
      { part: 'chime', recordingId: chimeIds[0] },
      { part: 'bulletins', bulletinIds, pauseMs: 500 },
      ...(this.#random.chance(0.3) ? [{ part: 'relay', relayId: this.#relayId, durationMs: 3000 }] : []),
      { part: 'closing', recordingId: chimeIds[1] },
    ];
    const body = { name: `Khung ${this.templates.size}`, programmeId: this.#programmes[0], parts };
    const { id } = await this.#room.insist('mai', 'POST', '/templates', body);
    this.templates.set(id, { bulletinIds, chimeIds });
  }

  /** Whoever writes says something else, of what is there now or of what he saw long ago. */
  async rewrite(page: Page | null = this.pick('bulletin')): Promise<void> {
    if (!page) return;
    const by = this.#random.pick(['mai', 'binh', 'chu'] as const);
    const { sha256 } = await this.#room.insist(by, 'GET', `/approvals/${page.id}`);
    const text = `lời ${this.#mark()}`;
    const audience = this.#random.chance(0.3) ? [this.#random.pick(this.#day.villages).name] : page.now.said.audience;
    const { title, isExternal } = page.now.said;
    await this.#room.insist(by, 'PUT', `/bulletins/${page.id}/text`, {
      ...{ title, text, audience: audience.map((one) => this.#areaIdOf(one)), sha256 },
      ...(isExternal ? { class: 'external', form: FORM } : {}),
    });
    page.change(this.#now, this.#person(by).id, { text, audience });
  }

  /** One more language, another recording of it, or one less. */
  async translate(page: Page | null = this.pick('bulletin')): Promise<void> {
    if (!page) return;
    const path = `/bulletins/${page.id}/versions/${OTHER_LANGUAGE}`;
    const { versions } = page.now.said;
    const rest = versions.filter((one) => one.language !== OTHER_LANGUAGE);
    if (rest.length < versions.length && this.#random.chance(0.5)) {
      await this.#room.insist('mai', 'DELETE', path);
      page.change(this.#now, this.#person('mai').id, { versions: rest });
      return;
    }
    const sound = await this.#record('bản khác');
    await this.#room.insist('mai', 'PUT', path, { recordingId: sound.recordingId });
    page.change(this.#now, this.#person('mai').id, { versions: [...rest, { language: OTHER_LANGUAGE, ...sound }] });
  }

  /** A recording, or a chime, is cut otherwise. */
  async cut(page: Page | null = this.pick(this.#random.chance(0.3) ? 'frame' : 'bulletin')): Promise<void> {
    const { station, store } = this.#day;
    const version = page?.now.said.versions;
    if (!version || !station) return;
    const { recordingId } = this.#random.pick(version);
    const mark = this.#mark();
    const by = { id: this.#person('mai').id, name: 'mai' };
    await store.transact(async (tx) => {
      await this.#day.recut(tx, recordingId, mark, mark);
      await soundChanged(station.house, tx, recordingId, by);
    });
    await inForce(station.house);
    for (const page of this.pages.values()) page.cut(this.#now, by.id, recordingId, mark);
  }

  /** The programme gets another chime, which nobody has approved yet. */
  async swapChime(): Promise<void> {
    const [id, own] = [...this.chimes][0] ?? ['', []];
    const recordingId = await this.#chime();
    const body = { name: 'Tin có nhạc', kind: 'bulletin', openingChimeId: recordingId };
    await this.#room.insist('mai', 'PUT', `/programmes/${id}`, body);
    own.push({ at: this.#now, recordingId });
  }

  async submit(): Promise<void> {
    const open = [...this.pages.values()].filter((page) => ['draft', 'sent_back'].includes(page.now.standing));
    if (open.length === 0) return;
    const page = this.#random.pick(open);
    await this.#room.insist('mai', 'POST', `/approvals/${page.id}/submit`, {});
    page.submit(this.#now);
  }

  /** Somebody opens the page Duyệt, and may sit before it for a long time. */
  async look(name: Name): Promise<void> {
    const cards: Array<{ subject: string; sha256: string }> = await this.#room.insist(name, 'GET', '/approvals');
    const seen = cards.flatMap(({ subject, sha256 }) => {
      const now = this.pages.get(subject)?.now;
      return now ? [[subject, { sha256, said: now.said, wasWaiting: now.standing === 'waiting' }] as const] : [];
    });
    this.#screens.set(name, new Map(seen));
  }

  /** Approves all that is on the screen, or some of it, as it was when it was looked at. */
  async approve(isFresh: boolean): Promise<void> {
    const looked = [...this.#screens.keys()];
    const anybody = this.#random.pick(['binh', 'duyet', 'duyet', 'duyet', 'dong', 'chu', 'mai'] as const);
    const name = isFresh || looked.length === 0 ? anybody : this.#random.pick(looked);
    if (isFresh) await this.look(name);
    await this.#approveSeen(name);
  }

  /** While somebody reads, another one changes what he reads; then he approves what he has read. */
  async overtake(): Promise<void> {
    await this.look('duyet');
    const waiting = [...this.pages.values()].filter((page) => page.now.standing === 'waiting');
    if (waiting.length === 0) return;
    const page = this.#random.pick(waiting);
    if (page.kind === 'frame' || this.#random.chance(0.3)) await this.cut(page);
    else if (this.#random.chance(0.5)) await this.rewrite(page);
    else await this.translate(page);
    await this.#approveSeen('duyet');
  }

  async #approveSeen(name: Name): Promise<void> {
    // Now and then somebody asks for what does not wait, as a page that was not loaded anew would.
    const isAny = this.#random.chance(0.2);
    const screen = [...(this.#screens.get(name) ?? [])].filter(([, { wasWaiting }]) => isAny || wasWaiting);
    const chosen = this.#random.shuffled(screen).slice(0, this.#random.int(1, 6));
    if (chosen.length === 0) return;
    const items = chosen.map(([subject, { sha256 }]) => ({ subject, sha256 }));
    const { status, body } = await this.#room.ask(name, 'POST', '/approvals/approve', { items });
    const person = this.#person(name);
    const right = chosen
      .filter(([subject, { said }]) => wouldApprove(this.pages.get(subject) as Page, person, said))
      .map(([subject]) => subject)
      .sort();
    const approved: string[] = status === 200 ? [...body.approved].sort() : [];
    if (JSON.stringify(approved) !== JSON.stringify(right)) {
      this.#fault(`${name} approves ${approved.length} of ${items.length}, and ${right.length} would be right`);
    }
    for (const subject of right) this.pages.get(subject)?.approve(this.#now);
  }

  async sendBack(): Promise<void> {
    const open = [...this.pages.values()].filter((page) => ['waiting', 'approved'].includes(page.now.standing));
    if (open.length === 0) return;
    const page = this.#random.pick(open);
    await this.#room.insist('duyet', 'POST', `/approvals/${page.id}/send-back`, { word: 'nghe lại' });
    page.sendBack(this.#now);
  }

  async withdraw(): Promise<void> {
    const page = this.pick('bulletin');
    if (!page) return;
    await this.#room.insist('mai', 'DELETE', `/bulletins/${page.id}`);
    page.withdraw(this.#now);
  }

  /** Somebody asks for a bulletin or a programme at an instant. What cannot be heard at all is refused at once. */
  async ask(plannedAt: number): Promise<void> {
    const templateId = this.#random.chance(0.3) ? this.#random.pick([...this.templates.keys()]) : null;
    const bulletinId = templateId === null ? (this.pick('bulletin')?.id ?? null) : null;
    const level = this.#random.pick(['scheduled', 'scheduled', 'priority'] as const);
    const body = {
      bulletinId,
      templateId,
      zoneIds: [this.#day.zoneId],
      level,
      startAt: plannedAt,
      confirmUnusual: true,
    };
    const { status, body: made } = await this.#room.ask('mai', 'POST', '/broadcasts', body);
    if (status !== 201) return;
    const wish = { bulletinId, templateId, ruleId: null, broadcastId: made.id, plannedAt };
    this.wishes.push({ ...wish, askedAt: this.#now });
  }

  /** A weekly rule with times of this day; or one that is there gets other times, or an exception. */
  async rule(times: readonly string[], instants: readonly number[]): Promise<void> {
    const old = this.#random.chance(0.3) ? this.wishes.find((wish) => wish.ruleId !== null) : undefined;
    const templateId = old
      ? old.templateId
      : this.#random.chance(0.4)
        ? this.#random.pick([...this.templates.keys()])
        : null;
    const bulletinId = old ? old.bulletinId : templateId === null ? (this.pick('bulletin')?.id ?? null) : null;
    if (templateId === null && this.pages.get(bulletinId ?? '')?.now.standing === undefined) return;
    if (bulletinId !== null && this.pages.get(bulletinId)?.now.standing === 'withdrawn') return;
    const isExcluded = old !== undefined && this.#random.chance(0.3);
    const pattern = {
      ...{ every: 'weekly', weekdays: ['mon'] },
      ...(old && !isExcluded ? { times: ['23:00'], replaced: { [TODAY]: times } } : { times }),
      ...(isExcluded ? { excluded: [TODAY] } : {}),
    };
    const title = `Lịch ${this.#mark()}`;
    const body = { title, bulletinId, templateId, zoneIds: [this.#day.zoneId], pattern, confirmUnusual: true };
    const path = old ? `/rules/${old.ruleId}` : '/rules';
    const made = await this.#room.insist('mai', old ? 'PUT' : 'POST', path, body);
    const now = this.#now;
    // What it had planned and has not begun is called back.
    if (old) {
      const kept = this.wishes.filter((wish) => wish.ruleId !== old.ruleId || wish.plannedAt <= now);
      this.wishes.splice(0, this.wishes.length, ...kept);
    }
    if (isExcluded) return;
    for (const plannedAt of instants) {
      const wish = { bulletinId, templateId, ruleId: made.id as string, broadcastId: null };
      if (plannedAt > now) this.wishes.push({ ...wish, askedAt: now, plannedAt });
    }
  }

  /** A person who may warns everybody, with a recording that nobody approved. */
  async warn(): Promise<void> {
    const { recordingId, mark } = await this.#record('còi');
    const body = { zoneIds: [this.#day.zoneId], recordingId, title: 'Lũ', reason: 'Nước dâng nhanh' };
    const more = { allowUnplaced: true, confirm: true };
    const { broadcastId } = await this.#room.insist('all', 'POST', '/alerts', { ...body, ...more });
    this.exempt.set(broadcastId, [mark]);
  }

  /** The authority above sends something: to be scheduled here, to the front, or at once. */
  async fromAbove(plannedAt: number): Promise<void> {
    const { recordingId, mark } = await this.#record('từ trên');
    const kind = this.#random.pick(['thong_thuong', 'uu_tien', 'khan_cap'] as const);
    const zoneIds = [this.#day.zoneId];
    const given = { title: `Từ tỉnh ${mark}`, source: 'Sở', class: kind, recordingId, zoneIds };
    const urgent = kind === 'khan_cap' ? { reason: 'Vỡ đê rồi' } : {};
    const sent = await this.#room.ask('all', 'POST', '/inbox', { ...given, ...urgent });
    if (sent.status !== 201) return;
    let { broadcastId } = sent.body;
    if (kind === 'thong_thuong' && plannedAt > this.#now + 5 * SECOND) {
      const how = { programmeId: this.#programmes[0], startAt: plannedAt };
      const path = `/inbox/${sent.body.id}/schedule`;
      ({ broadcastId } = await this.#room.insist('mai', 'POST', path, how));
    }
    if (broadcastId !== null) this.exempt.set(broadcastId, [mark]);
  }

  #fault(what: string): void {
    this.faults.push(`seed ${this.#seed}, ${new Date(this.#now).toISOString()}: ${what}`);
  }
}

export const TODAY = '2026-11-23';
