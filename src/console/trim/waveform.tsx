import { useEffect, useRef } from 'preact/hooks';
import { shownTheme } from '../frame/theme.ts';
import { words } from '../words/language.ts';
import type { Selection } from './selection.ts';

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

interface WaveformProps {
  readonly peaks: readonly number[];
  readonly wholeMs: number;
  /** What is kept; the rest is faint. */
  readonly kept: Selection;
  readonly silences: readonly Selection[];
}

/** The shape of a recording, with its long silences marked. */
export function Waveform({ peaks, wholeMs, kept, silences }: WaveformProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = shownTheme.value;
  const { fromMs, toMs } = kept;
  useEffect(() => {
    const sheet = canvas.current as HTMLCanvasElement | null;
    const paper = sheet?.getContext('2d');
    if (!sheet || !paper) return;
    const look = getComputedStyle(sheet);
    const bars = barsOf(peaks);
    const step = WIDTH / bars.length;
    paper.clearRect(0, 0, WIDTH, HEIGHT);
    paper.globalAlpha = 1;
    for (const silence of silences) {
      const [left, right] = [silence.fromMs, silence.toMs].map((ms) => (ms / wholeMs) * WIDTH) as [number, number];
      paper.fillStyle = look.getPropertyValue('--warn-paper');
      paper.fillRect(left, 0, right - left, HEIGHT);
      paper.fillStyle = look.getPropertyValue('--warn');
      paper.fillRect(left, HEIGHT - 6, right - left, 6);
    }
    paper.fillStyle = look.color;
    bars.forEach((height, bar) => {
      const at = ((bar + 0.5) / bars.length) * wholeMs;
      paper.globalAlpha = at < fromMs || at > toMs ? 0.2 : 1;
      const tall = Math.max(2, height * (HEIGHT - 4));
      paper.fillRect(bar * step, (HEIGHT - tall) / 2, Math.max(1, step - 1), tall);
    });
  }, [peaks, wholeMs, fromMs, toMs, silences, colours]);
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
