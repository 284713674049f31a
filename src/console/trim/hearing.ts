import { useEffect, useState } from 'preact/hooks';

/** Plays a part of what a player has, and stops at its end to the moment. */
export function usePart(player: { readonly current: HTMLAudioElement | null }): {
  readonly playing: boolean;
  play(fromMs: number, toMs: number): void;
  stop(): void;
} {
  const [endMs, setEnd] = useState<number | null>(null);
  const stop = () => {
    player.current?.pause();
    setEnd(null);
  };
  useEffect(() => {
    if (endMs === null) return;
    let frame = 0;
    const look = () => {
      const sound = player.current;
      if (!sound || sound.ended || sound.currentTime * 1000 >= endMs) stop();
      else frame = requestAnimationFrame(look);
    };
    frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [endMs]);
  return {
    playing: endMs !== null,
    play(fromMs, toMs) {
      const sound = player.current;
      if (!sound) return;
      sound.currentTime = fromMs / 1000;
      setEnd(toMs);
      sound.play().catch(() => setEnd(null));
    },
    stop,
  };
}
