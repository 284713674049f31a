import type { FeedBook, SourceFormat } from '#feed';
import { newId, notFound, type Reason, StationError, type World } from '#kernel';
import type { Visitor } from '#people';
import type { Store } from '#store';
import { evidencePath } from './evidence.ts';
import { watchHours } from './hours-watch.ts';
import { bury, keepTrying } from './last-words.ts';
import {
  findSession,
  insertSession,
  type LiveRow,
  type LiveSource,
  lastSessions,
  openSessions,
  writeEnded,
  writeOnAir,
} from './live-store.ts';
import { demandAlarm, mayGoOn, refuseBehind, refuseTaken } from './may-speak.ts';
import { demandOwner, type MicrophoneEvents, type MicrophoneLine, serveMicrophone } from './microphone.ts';
import { LINK_OWNER, MountBook } from './mounts.ts';
import { offAir } from './off-air.ts';
import type { LiveLevel, LivePorts } from './ports.ts';
import { LiveSession } from './session.ts';
import { LIVE_ENDS } from './session-machine.ts';
import type { Invitation } from './session-parts.ts';
import type { LiveSettings } from './settings.ts';
import { talkFact } from './talk-fact.ts';
import type { SourceEnd, Talker } from './talker.ts';
import { type Target, targetsOf } from './targets.ts';
import { Voice } from './voice.ts';

/** What somebody asks who wants to speak. */
export interface LiveRequest {
  readonly level: LiveLevel;
  readonly zoneIds: readonly string[];
  /** What it is about. An emergency: why, in at least five letters. */
  readonly note: string | null;
  /** Only for an emergency: what sounds before the voice. */
  readonly signalRecordingId: string | null;
  readonly source: LiveSource;
  /** Only for source `mount`. */
  readonly mountId: string | null;
}

export interface DeskParts {
  readonly world: World;
  readonly store: Store;
  readonly folder: string;
  readonly ffmpegPath: string | null;
  readonly feeds: FeedBook;
  readonly ports: LivePorts;
  readonly settings: LiveSettings;
}

const LAST_SESSIONS = 50;
const STOP_MS = 3000;
const CONCLUDE_TRIES = 10;

/** Who may take the air with their voice, and who has it. */
export class LiveDesk {
  readonly mounts: MountBook;
  readonly #parts: DeskParts;
  /** Sessions that are not over, and those whose end is not in the book yet. */
  readonly #sessions = new Map<string, LiveSession>();
  #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.mounts = new MountBook(parts.world, parts.store);
  }

  /** Closes what an earlier life left open, with what lies on the disk. Call it when playout has started. */
  async start(): Promise<void> {
    const { world, store, folder, ports } = this.#parts;
    this.#stopping = new AbortController();
    await world.files.makeFolder(`${folder}/live`);
    for (const row of await openSessions(store.db)) await bury({ world, store, folder, air: ports.air }, row);
    this.#loop = watchHours({ world, store, gate: ports.gate }, () => this.running(), this.#stopping.signal);
  }

  /** Ends every talk; what was said still sounds. */
  async stop(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    for (const session of sessions) session.end('station_stopped');
    const done = Promise.all(sessions.map((one) => one.done));
    const inTime = new AbortController();
    await Promise.race([done, this.#parts.world.clock.sleep(STOP_MS, inTime.signal)]);
    inTime.abort();
    this.#stopping.abort();
    await Promise.all([this.#loop, done]);
  }

  /**
   * Opens a session towards zones. Of two people who ask at the same moment one gets it. Throws FFMPEG_MISSING,
   * NOT_FOUND, ZONE_EMPTY, LIVE_CLOSED, LIVE_TAKEN, LIVE_EMERGENCY; of an emergency REQUEST_INVALID without a reason, and
   * what its signal is refused for.
   */
  async open(visitor: Visitor, asked: LiveRequest): Promise<{ session: LiveSession; targets: Target[] }> {
    const { world, store, ports, ffmpegPath } = this.#parts;
    const { level, zoneIds, note, signalRecordingId, source, mountId } = asked;
    await ports.rights.demand(visitor, 'speak', { level, zoneIds });
    if (ffmpegPath === null) throw new StationError('FFMPEG_MISSING');
    if (source === 'mount') await this.mounts.own(visitor, mountId ?? '');
    await demandAlarm(ports.air, asked);
    const targets = await targetsOf(store.db, ports, zoneIds, level);
    if (targets === null) throw notFound('zone');
    const endpointIds = targets.map((target) => target.endpointId);
    if (endpointIds.length === 0) throw new StationError('ZONE_EMPTY');
    const closed = await ports.gate.closed(store.db, endpointIds, level);
    const [why] = closed.values();
    if (why && endpointIds.every((id) => closed.has(id))) throw new StationError('LIVE_CLOSED', { why });
    const { clock, random } = world;
    const invitation: Invitation = {
      id: newId('live', clock, random),
      owner: visitor.owner,
      name: visitor.name,
      level,
      zoneIds,
      endpointIds,
      note,
      signalRecordingId,
      source,
      mountId: source === 'mount' ? mountId : null,
      openedAt: clock.wallMs(),
    };
    // From the question to the answer in one turn: nobody comes in between.
    refuseTaken(
      this.running().map((one) => one.invitation),
      invitation,
      targets,
    );
    refuseBehind(ports.air, endpointIds);
    const session = this.#seat(invitation, ffmpegPath);
    try {
      await store.transact((tx) => insertSession(tx, this.rowOf(session)));
    } catch (error) {
      this.#sessions.delete(invitation.id);
      session.end('not_started');
      throw error;
    }
    return { session, targets };
  }

  /** The sessions that run, by id. */
  running(): LiveSession[] {
    return [...this.#sessions.values()].filter((session) => session.state !== 'ended');
  }

  find(id: string): LiveSession | null {
    return this.#sessions.get(id) ?? null;
  }

  /** One session as it stands now, running or over; throws NOT_FOUND. */
  async look(id: string): Promise<LiveRow> {
    const session = this.find(id);
    const row = session ? this.rowOf(session) : await findSession(this.#parts.store.db, id);
    if (!row) throw notFound('live');
    return row;
  }

  /** The last sessions, those that run among them, newest first. */
  async last(): Promise<LiveRow[]> {
    const rows = await lastSessions(this.#parts.store.db, LAST_SESSIONS);
    return rows.map((row) => {
      const session = this.find(row.id);
      return session ? this.rowOf(session) : row;
    });
  }

  /** The talker is done: what was said still sounds to its end. Throws NOT_FOUND, LIVE_OVER, LIVE_NOT_YOURS. */
  async finish(visitor: Visitor, id: string): Promise<LiveRow> {
    const session = await this.#open(id);
    demandOwner(session, visitor.owner);
    session.end('finished');
    return this.rowOf(session);
  }

  /** The kill switch: silence before anything is written. Throws NOT_FOUND, LIVE_OVER. */
  async kill(visitor: Visitor, id: string): Promise<LiveRow> {
    const session = this.find(id) ?? (await this.#open(id));
    const { level, zoneIds, owner } = session.invitation;
    if (owner !== visitor.owner) await this.#parts.ports.rights.demand(visitor, 'cut_off', { level, zoneIds });
    this.#parts.world.logger.warn('a live session was cut off', { id, by: visitor.owner });
    await session.cutOff();
    return this.rowOf(session);
  }

  /** Somebody (null: anybody) may have other rights now: who may not speak there any more is silent at once. */
  async rightsChanged(changed: string | null): Promise<void> {
    const theirs = this.running().filter(({ invitation }) => changed === null || invitation.owner === changed);
    await Promise.all(
      theirs.map(async (session) => {
        if (!(await mayGoOn(this.#parts.ports.rights, this.mounts, session.invitation))) await session.cutOff();
      }),
    );
  }

  /** The broadcast of a session was taken off the air, or is over on every endpoint, without the session's doing. */
  broadcastOver(broadcastId: string, reason: Reason): void {
    const { end, detail } = offAir(reason);
    this.#speakingInto(broadcastId)?.takenOff(end, detail);
  }

  /** Another broadcast took the air of these endpoints from one; its talker is told. */
  lostAir(broadcastId: string, endpointIds: readonly string[], what: string): void {
    const session = this.#speakingInto(broadcastId);
    session?.prompter.lostAir(endpointIds, what, session.invitation.endpointIds);
  }

  /** A broadcast that lost the air of these endpoints has it again. */
  gotAirBack(broadcastId: string, endpointIds: readonly string[]): void {
    this.#speakingInto(broadcastId)?.prompter.gotAirBack(endpointIds);
  }

  /** A browser's microphone for a session. Throws NOT_FOUND, LIVE_OVER, LIVE_NOT_YOURS. */
  async microphone(visitor: Visitor, id: string): Promise<(line: MicrophoneLine) => MicrophoneEvents> {
    const session = await this.#open(id);
    demandOwner(session, visitor.owner);
    if (session.invitation.source !== 'browser') throw new StationError('LIVE_NOT_YOURS');
    return (line) => serveMicrophone(session, line, this.#parts);
  }

  /**
   * An encoder program at a mount; `format` is asked once its password is right. Throws LIVE_MOUNT_WRONG, what `format`
   * throws, or LIVE_MOUNT_REFUSED when its owner has opened no session for it.
   */
  async push(mountId: string, password: string, format: () => SourceFormat): Promise<(talker: Talker) => SourceEnd> {
    const mount = await this.mounts.enter(mountId, password);
    const from = format();
    const session = this.running().find(
      ({ invitation }) => invitation.mountId === mount.id && invitation.owner === mount.accountId,
    );
    if (!session) throw new StationError('LIVE_MOUNT_REFUSED', { name: mount.name });
    return (talker) => session.attach(from, talker);
  }

  /** Takes a mount out of use, and silences what comes over it. */
  async revoke(visitor: Visitor, mountId: string): Promise<void> {
    await this.mounts.own(visitor, mountId);
    const sessions = this.running().filter(({ invitation }) => invitation.mountId === mountId);
    await Promise.all(sessions.map((session) => session.cutOff()));
    await this.mounts.revoke(visitor, mountId);
  }

  /** Where the recording of a session lies. */
  recordingPath = (id: string): string => evidencePath(this.#parts.folder, id);

  rowOf(session: LiveSession): LiveRow {
    const { id, owner, source, level, zoneIds, note, openedAt } = session.invitation;
    const accountId = owner === LINK_OWNER ? null : owner;
    return { id, accountId, source, level, zoneIds, note, openedAt, state: session.state, ...session.facts };
  }

  #speakingInto(broadcastId: string): LiveSession | undefined {
    return this.running().find((session) => session.facts.broadcastId === broadcastId);
  }

  async #open(id: string): Promise<LiveSession> {
    const session = this.find(id);
    if (session && session.state !== 'ended') return session;
    const { endReason } = await this.look(id);
    throw new StationError('LIVE_OVER', { reason: LIVE_ENDS[endReason ?? 'lost'] });
  }

  #seat(invitation: Invitation, ffmpegPath: string): LiveSession {
    const { world, store, folder, feeds, ports, settings } = this.#parts;
    const session = new LiveSession(invitation, {
      world,
      ffmpegPath,
      settings,
      air: ports.air,
      openVoice: () =>
        new Voice({
          ...{ world, feeds, id: invitation.id, delayMs: settings.delayMs, dataFolder: folder },
          stopping: this.#stopping.signal,
        }),
      putOnAir: (one) => this.#putOnAir(one),
      writeEnd: async (one, talk) => {
        const { endedAt, endReason, recorded } = one.facts;
        const end = { endedAt: endedAt ?? world.clock.wallMs(), reason: endReason ?? 'lost', recorded };
        const stopping = this.#stopping.signal;
        const conclude = () => (talk ? ports.air.conclude(talk.broadcastId, talk.endAt) : Promise.resolve());
        await keepTrying(world, stopping, conclude, CONCLUDE_TRIES);
        await keepTrying(world, stopping, () => store.transact((tx) => writeEnded(tx, invitation.id, end)));
        this.#sessions.delete(invitation.id);
        ports.onAir(talkFact(one), { ended: end.reason });
      },
    });
    this.#sessions.set(invitation.id, session);
    return session;
  }

  async #putOnAir(session: LiveSession) {
    const { ports, store, settings } = this.#parts;
    const { id, owner, name, level, zoneIds, endpointIds, note, signalRecordingId } = session.invitation;
    const what = level === 'emergency' ? 'Cảnh báo trực tiếp' : 'Phát trực tiếp';
    const title = (level === 'emergency' ? null : note) ?? (name === null ? what : `${what}: ${name}`);
    // The last word is heard so much later than it is spoken.
    const maxMs = settings.maxMs + settings.delayMs;
    const talk = { sessionId: id, level, zoneIds, title, speaker: { owner, name }, note, signalRecordingId, maxMs };
    // One may have begun since the session was opened.
    refuseBehind(ports.air, endpointIds);
    const begun = await store.transact(async (tx) => {
      const started = await ports.air.start(tx, talk);
      await writeOnAir(tx, id, started.broadcastId, started.startAt);
      return started;
    });
    ports.onAir(talkFact(session, begun.broadcastId), 'began');
    return begun;
  }
}
