import type { TalkerMessage } from '#live';
import { API } from '../api/routes.ts';
import type { Capture } from './capture.ts';

/** What lies unsent on a slow line is late: beyond this, new pieces are left out. */
const MOST_UNSENT_BYTES = 96_000;
const AGAIN_MS = 400;
/** Longer than any station keeps the place. */
const GIVE_UP_MS = 30_000;

export interface LineEvents {
  message(message: TalkerMessage): void;
  /** True while the line is down and is tried again. */
  down(isDown: boolean): void;
  /** It stayed away. */
  gave(): void;
}

export interface MicrophoneLine {
  /** The talk is over; false when the line is down and it must be told otherwise. */
  finish(): boolean;
  close(): void;
}

/** Carries the microphone to the station, and comes back by itself when the line drops, until the station says the end. */
export function openLine(sessionId: string, capture: Capture, events: LineEvents): MicrophoneLine {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const address = `${scheme}://${location.host}${API}/live/sessions/${sessionId}/microphone`;
  let socket: WebSocket;
  let isOver = false;
  let downSince: number | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;

  const connect = () => {
    const mine = new WebSocket(address);
    socket = mine;
    mine.onopen = () => {
      mine.send(JSON.stringify({ format: 's16le', rateHz: capture.rateHz }));
      downSince = null;
      events.down(false);
    };
    mine.onmessage = ({ data }) => {
      if (typeof data !== 'string') return;
      const message = JSON.parse(data) as TalkerMessage;
      if ('end' in message || 'refused' in message) isOver = true;
      events.message(message);
    };
    mine.onclose = () => {
      if (isOver || socket !== mine) return;
      downSince ??= performance.now();
      events.down(true);
      if (performance.now() - downSince < GIVE_UP_MS) again = setTimeout(connect, AGAIN_MS);
      else {
        isOver = true;
        events.gave();
      }
    };
  };
  const isUp = () => socket.readyState === WebSocket.OPEN;
  capture.onPiece((bytes) => {
    if (!isOver && isUp() && socket.bufferedAmount < MOST_UNSENT_BYTES) socket.send(bytes);
  });
  connect();
  return {
    finish() {
      if (!isUp()) return false;
      socket.send(JSON.stringify({ finish: true }));
      return true;
    },
    close() {
      isOver = true;
      clearTimeout(again);
      socket.close();
    },
  };
}
