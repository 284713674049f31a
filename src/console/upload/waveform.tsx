import { useEffect, useRef } from 'preact/hooks';
import { shownTheme } from '../frame/theme.ts';
import type { Recording } from '../live/lists.ts';
import { words } from '../words/language.ts';

const WIDTH = 960;
const HEIGHT = 120;
const BARS = 240;

/** The loudest of the peaks that fall on each bar, 0 to 1 of the loudest of all. */
function barsOf(peaks: readonly number[]): number[] {
  const loudest = peaks.reduce((most, peak) => Math.max(most, Math.abs(peak)), 0) || 1;
  const count = Math.min(BARS, peaks.length);
  return Array.from({ length: count }, (_, bar) => {
    const from = Math.floor((bar * peaks.length) / count);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * peaks.length) / count));
    return peaks.slice(from, to).reduce((most, peak) => Math.max(most, Math.abs(peak)), 0) / loudest;
  });
}

export function Waveform({ recording, peaks }: { recording: Recording; peaks: readonly number[] }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { durationMs, trimHeadMs, trimTailMs } = recording;
  const colours = shownTheme.value;
  useEffect(() => {
    const sheet = canvas.current as HTMLCanvasElement | null;
    const paper = sheet?.getContext('2d');
    if (!sheet || !paper) return;
    const bars = barsOf(peaks);
    const step = WIDTH / bars.length;
    const whole = durationMs || 1;
    paper.clearRect(0, 0, WIDTH, HEIGHT);
    paper.fillStyle = getComputedStyle(sheet).color;
    bars.forEach((height, bar) => {
      const at = ((bar + 0.5) / bars.length) * whole;
      paper.globalAlpha = at < trimHeadMs || at > whole - trimTailMs ? 0.2 : 1;
      const tall = Math.max(2, height * (HEIGHT - 4));
      paper.fillRect(bar * step, (HEIGHT - tall) / 2, Math.max(1, step - 1), tall);
    });
  }, [peaks, durationMs, trimHeadMs, trimTailMs, colours]);
  return (
    <canvas
      ref={canvas}
      class="wave"
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={words.value.recording.wave}
    />
  );
}
