import type { IncomingMessage, Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { StationError } from '#kernel';
import { LIVE_ENDS, LIVE_STATES, type LiveEnd, type LiveState, type TalkerMessage } from '#live';
import type { RouteAnswer } from '../../src/http/contract.ts';
import type { FakeHandlers, FakeHouse } from './fake-house.ts';
import { NEWS_PATH } from './fake-news.ts';

type Session = RouteAnswer<'getLiveSession'>;
const COUNT_MS = 250;

/** Live voice of the fake station: sessions, mounts, and the protocol of docs/live.md with a browser's microphone. */
export class FakeLive {
  readonly sessions: Session[] = [];
  readonly mounts: RouteAnswer<'listLiveMounts'> = [];
  /** What came over the microphone: greetings as sent, and the sizes of the pieces. */
  readonly greetings: string[] = [];
  readonly pieces: number[] = [];
  loudestSample = 0;
  /** What was asked to sound before each voice. */
  readonly signals: Array<string | null> = [];
  readonly #lines = new Map<string, WebSocket>();
  readonly #house: FakeHouse;
  #count = 0;

  constructor(house: FakeHouse) {
    this.#house = house;
  }

  readonly handlers: FakeHandlers = {
    openLiveSession: ({ body }) => {
      if (this.sessions.some(({ state }) => state !== 'ended'))
        throw new StationError('LIVE_TAKEN', { who: 'Lò Thị Hoa' });
      const session = Object.assign(this.begin(body.note, body.zoneIds, body.source), { level: body.level });
      this.signals.push(body.signalRecordingId);
      const inZones = this.#house.zones
        .filter(({ id }) => body.zoneIds.includes(id))
        .flatMap((zone) => zone.endpointIds);
      const targets = this.#house.endpoints
        .filter(({ id }) => inZones.includes(id))
        .map(({ id, name, areaId, state }) => ({
          endpointId: id,
          name,
          village: this.#house.areas.find((area) => area.id === areaId)?.name ?? '',
          obstacle: state === 'online' ? null : { vi: 'mất kết nối', en: 'out of reach' },
        }));
      return { session, targets };
    },
    listLiveSessions: () => this.sessions,
    getLiveSession: ({ params }) => this.#find(params.id),
    killLiveSession: ({ params }) => this.end(this.#find(params.id), 'killed'),
    finishLiveSession: ({ params }) => this.end(this.#find(params.id), 'finished'),
    addLiveMount: ({ body }) => {
      const id = `mnt_${++this.#count}`;
      const createdAt = Date.now();
      const expiresAt = createdAt + (body.days ?? 180) * 86_400_000;
      const mount = { id, name: body.name, path: `/live/${id}`, createdAt, expiresAt, lastUsedAt: null };
      this.mounts.push(mount);
      return { mount, password: 'x7Kq-9mPd-22vT' };
    },
    listLiveMounts: () => this.mounts,
    revokeLiveMount: ({ params }) => {
      this.mounts.splice(
        this.mounts.findIndex(({ id }) => id === params.id),
        1,
      );
      return {};
    },
  };

  begin(note: string | null, zoneIds: string[], source: Session['source'] = 'browser'): Session {
    const session: Session = {
      ...{ id: `liv_${++this.#count}`, state: 'opened', stateText: LIVE_STATES.opened, source, note, zoneIds },
      ...{ level: 'live_commune', accountId: 'acc_1', openedAt: Date.now(), onAirAt: null, endedAt: null, end: null },
      ...{ broadcastId: null, recording: null },
    };
    this.sessions.unshift(session);
    return session;
  }

  end(session: Session, reason: LiveEnd): Session {
    if (session.state === 'ended') return session;
    const end = { reason, text: LIVE_ENDS[reason] };
    const recording = session.onAirAt === null ? null : { ms: 4000, bytes: 20_000, sha256: '0'.repeat(64) };
    Object.assign(session, { state: 'ended', stateText: LIVE_STATES.ended, endedAt: Date.now(), end, recording });
    const line = this.#lines.get(session.id);
    if (line) {
      tell(line, { end: reason, text: LIVE_ENDS[reason], detail: null });
      line.close();
    }
    return session;
  }

  warn(session: Session, message: TalkerMessage): void {
    const line = this.#lines.get(session.id);
    if (line) tell(line, message);
  }

  /** Cuts the microphone's line as a dead network does. */
  cutLine(session: Session): void {
    this.#lines.get(session.id)?.terminate();
  }

  attach(server: Server): void {
    const sockets = new WebSocketServer({ noServer: true });
    server.on('upgrade', (request: IncomingMessage, socket, head) => {
      if (request.url === NEWS_PATH) return;
      const id = /^\/api\/v1\/live\/sessions\/(liv_\w+)\/microphone$/.exec(request.url ?? '')?.[1];
      const session = this.sessions.find((one) => one.id === id);
      const isOurs = request.headers.origin === `http://${request.headers.host}`;
      if (!session || !isOurs || !request.headers.cookie) socket.destroy();
      else sockets.handleUpgrade(request, socket, head, (line) => this.#serve(session, line));
    });
    server.on('close', () => {
      for (const line of sockets.clients) line.terminate();
    });
  }

  #serve(session: Session, line: WebSocket): void {
    this.#lines.set(session.id, line);
    line.on('message', (data: Buffer, isBinary) => {
      if (isBinary) return this.#piece(session, line, data);
      const text = data.toString();
      if (text === '{"finish":true}') this.end(session, 'finished');
      else this.greetings.push(text);
    });
    line.on('close', () => {
      if (session.state === 'on_air') this.#step(session, line, 'lost');
    });
  }

  #piece(session: Session, line: WebSocket, data: Buffer): void {
    this.pieces.push(data.length);
    for (let at = 0; at < data.length; at += 2) {
      this.loudestSample = Math.max(this.loudestSample, Math.abs(data.readInt16LE(at)));
    }
    if (session.state === 'opened') this.#countIn(session, line);
    if (session.state === 'lost') this.#step(session, line, 'on_air');
    tell(line, { level: { rmsDb: -22, peakDb: -9 } });
  }

  #countIn(session: Session, line: WebSocket): void {
    this.#step(session, line, 'counting_in', 3);
    [2, 1, 0].forEach((secondsLeft, turn) => {
      setTimeout(
        () => session.state === 'counting_in' && this.#step(session, line, 'counting_in', secondsLeft),
        COUNT_MS * (turn + 1),
      );
    });
    setTimeout(() => {
      if (session.state !== 'counting_in') return;
      session.onAirAt = Date.now();
      this.#step(session, line, 'on_air');
    }, COUNT_MS * 4);
  }

  #step(session: Session, line: WebSocket, state: LiveState, secondsLeft?: number): void {
    Object.assign(session, { state, stateText: LIVE_STATES[state] });
    tell(line, {
      ...{ state, text: LIVE_STATES[state] },
      ...(secondsLeft === undefined ? {} : { secondsLeft }),
      ...(session.onAirAt === null ? {} : { onAirAt: session.onAirAt }),
    });
  }

  #find(id: string): Session {
    const session = this.sessions.find((one) => one.id === id);
    if (!session) throw new StationError('NOT_FOUND', { what: id });
    return session;
  }
}

function tell(line: WebSocket, message: TalkerMessage): void {
  if (line.readyState === line.OPEN) line.send(JSON.stringify(message));
}
