/**
 * The one WebSocket of this tab, by which the station says what changed; each list then asks for itself. Without it (a proxy
 * that refuses, a dead line) the lists poll as they always could.
 */
import { useEffect } from 'preact/hooks';
import { chance } from '../api/repeat-key.ts';
import { heard } from './connection.ts';
import { type Known, readNews, takeNews, waitBefore } from './news-count.ts';
import { clockTold } from './station.ts';
import { isToldNews, setTold, tellNews } from './told.ts';

/** The station says something every 20 s; who hears nothing for longer hangs on a dead line. */
const SILENT_MS = 45_000;
const CLOCK_MS = 60_000;

/** Keeps the line open while somebody is signed in. */
export function useNews(inside: boolean): void {
  useEffect(() => (inside ? keepLine() : undefined), [inside]);
}

function keepLine(): () => void {
  let line: WebSocket | null = null;
  let known: Known | null = null;
  let tries = 0;
  let heardAt = performance.now();
  let clockAt = Number.NEGATIVE_INFINITY;
  let again: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    clearTimeout(again);
    line?.close();
    const fresh = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/news`);
    line = fresh;
    fresh.onmessage = ({ data }) => take(fresh, data);
    fresh.onclose = () => {
      if (line !== fresh) return;
      line = null;
      const wasTold = isToldNews();
      setTold(false);
      again = setTimeout(open, waitBefore(tries++, chance()));
      // From now on everybody looks for himself.
      if (wasTold) tellNews(null);
    };
  };
  const take = (from: WebSocket, data: unknown) => {
    const message = readNews(data);
    if (from !== line || message === null) return;
    heardAt = performance.now();
    heard();
    if ('asked' in message) clockTold(message.asked, message.now);
    if ('life' in message) {
      setTold(true);
      tries = 0;
    }
    const { known: next, stale } = takeNews(known, message);
    known = next;
    if (stale !== 'nothing') tellNews(stale === 'all' ? null : stale);
    if (heardAt - clockAt > CLOCK_MS) {
      clockAt = heardAt;
      from.send(JSON.stringify({ asked: Math.round(heardAt) }));
    }
  };
  // A computer that slept finds a line that looks open and is dead.
  const watch = setInterval(() => {
    if (line?.readyState === WebSocket.OPEN && performance.now() - heardAt > SILENT_MS) open();
  }, SILENT_MS / 3);
  const back = () => {
    tries = 0;
    if (line?.readyState !== WebSocket.OPEN || performance.now() - heardAt > SILENT_MS) open();
  };
  addEventListener('online', back);
  open();
  return () => {
    clearTimeout(again);
    clearInterval(watch);
    removeEventListener('online', back);
    const last = line;
    line = null;
    setTold(false);
    last?.close();
  };
}
