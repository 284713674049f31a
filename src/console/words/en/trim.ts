import type { trim as vi } from '../vi/trim.ts';

/** Cutting the ends of a recording off, on its waveform. */
export const trim: typeof vi = {
  start: 'Begin at',
  end: 'End at',
  hint: 'Pull the two upright bars to choose what is kept. Keyboard: arrow keys 0.1 s, Page Up/Page Down 1 s. The original is always kept.',
  kept: (from, to, span) => `Keeps ${from} to ${to}, ${span} long.`,
  all: (span) => `Keeps all of it, ${span} long.`,
  silences: 'Long silences (yellow in the picture):',
  silence: (span, at) => `${span}, at ${at}`,
  hear: 'Hear what is kept',
  stop: 'Stop listening',
  cutAway: 'Some of this was cut away. Press “Do not cut” to hear all of it.',
  cut: 'Cut as chosen',
  cutting: 'Cutting…',
};
