/** Radio that nobody recorded: seeded speech and music, and a poor FM channel to send them through. 8 kHz, ±1. */
import type { SeededRandom } from './seeded-random.ts';

export const RADIO_HZ = 8000;

const TAU = 2 * Math.PI;

/** How somebody speaks: the pitch of the voice and where its vowels lie. */
export interface Voice {
  readonly pitchHz: number;
  readonly vowels: ReadonlyArray<readonly [number, number, number]>;
}

const VOWELS: Voice['vowels'] = [
  [300, 870, 2240],
  [270, 2290, 3010],
  [530, 1840, 2480],
  [660, 1720, 2410],
  [730, 1090, 2440],
  [570, 840, 2410],
  [440, 1020, 2240],
  [490, 1350, 1690],
];

/** A voice by chance: a longer or shorter throat shifts every vowel. */
export function anyVoice(random: SeededRandom): Voice {
  const throat = 0.85 + 0.35 * random.fraction();
  const vowels = VOWELS.map(([a, b, c]) => [a * throat, b * throat, c * throat] as const);
  return { pitchHz: 95 + 130 * random.fraction(), vowels };
}

/**
 * Something like speech: voiced syllables with moving formants and a bending pitch, hissing beginnings, breaths between
 * phrases. `syllableMs` fixed for both of two speakers makes them speak in the same rhythm.
 */
export function speech(random: SeededRandom, voice: Voice, ms: number, syllableMs?: number): Float32Array {
  const out = new Float32Array(Math.round((ms / 1000) * RADIO_HZ));
  const mouth = new Mouth();
  let [at, left, phase, pitch] = [0, random.int(5, 14), 0, voice.pitchHz];
  while (at < out.length) {
    if (left === 0) {
      at += Math.round(((syllableMs === undefined ? random.int(200, 700) : 2 * syllableMs) / 1000) * RADIO_HZ);
      left = random.int(5, 14);
      continue;
    }
    left -= 1;
    const length = Math.round(((syllableMs ?? random.int(130, 310)) / 1000) * RADIO_HZ);
    const [from, to] = [random.pick(voice.vowels), random.pick(voice.vowels)];
    const onset = random.chance(0.7) ? random.int(20, 70) * 8 : 0;
    const hiss = 0.03 + 0.2 * random.fraction();
    const loud = 0.35 + 0.65 * random.fraction();
    const bend = 0.8 + 0.4 * random.fraction();
    for (let n = 0; n < length && at < out.length; n += 1, at += 1) {
      const share = n / length;
      const rise = n < onset ? 0 : Math.sin(Math.PI * Math.min(1, (n - onset) / (length - onset))) ** 0.6;
      pitch += (voice.pitchHz * (1 + (bend - 1) * share) - pitch) * 0.002;
      phase += pitch / RADIO_HZ;
      const pulse = phase >= 1 ? 1 : 0;
      phase -= pulse;
      const noise = (random.fraction() - 0.5) * (n < onset ? hiss : 0.004);
      out[at] = loud * mouth.speak(pulse * rise, noise, from, to, share);
    }
  }
  return levelled(out);
}

class Mouth {
  readonly #past = new Float64Array(6);

  speak(pulse: number, noise: number, from: Voice['vowels'][0], to: Voice['vowels'][0], share: number): number {
    let sum = noise;
    for (let formant = 0; formant < 3; formant += 1) {
      const hz = (from[formant] ?? 0) * (1 - share) + (to[formant] ?? 0) * share;
      const r = Math.exp((-Math.PI * (60 + 40 * formant)) / RADIO_HZ);
      const y1 = this.#past[formant * 2] ?? 0;
      const y2 = this.#past[formant * 2 + 1] ?? 0;
      const y = pulse * (1 - r) * 8 + 2 * r * Math.cos((TAU * hz) / RADIO_HZ) * y1 - r * r * y2;
      this.#past[formant * 2 + 1] = y1;
      this.#past[formant * 2] = y;
      sum += y / (1 + formant);
    }
    return sum;
  }
}

/**
 * Something like a song: chords with overtones that change with the beat, a melody above, a drum below. `beatsAMinute` fixed
 * for two songs gives them the same beat.
 */
export function music(random: SeededRandom, ms: number, beatsAMinute = random.int(70, 140)): Float32Array {
  const out = new Float32Array(Math.round((ms / 1000) * RADIO_HZ));
  const beat = Math.round((RADIO_HZ * 60) / beatsAMinute);
  for (let start = 0; start < out.length; start += beat) {
    const root = 110 * 2 ** (random.int(0, 12) / 12);
    const notes = [root, root * 1.25, root * 1.5, root * 2 ** (random.int(12, 30) / 12)];
    const strike = random.chance(0.6) ? 0.8 : 0.2;
    for (let n = 0; n < beat * 1.5 && start + n < out.length; n += 1) {
      const fade = Math.exp((-3 * n) / beat) * Math.min(1, n / 60);
      let sum = strike * Math.exp((-30 * n) / beat) * (random.fraction() - 0.5);
      for (const hz of notes) {
        for (let over = 1; over <= 4; over += 1) sum += (fade * Math.sin((TAU * hz * over * n) / RADIO_HZ)) / over / 4;
      }
      out[start + n] = (out[start + n] ?? 0) + sum;
    }
  }
  return levelled(out);
}

export function whiteNoise(random: SeededRandom, ms: number, rms = 0.1): Float32Array {
  return hush(ms).map(() => gauss(random) * rms);
}

export function tone(hz: number, ms: number, rms = 0.1): Float32Array {
  return hush(ms).map((_, n) => rms * Math.SQRT2 * Math.sin((TAU * hz * n) / RADIO_HZ));
}

export function hush(ms: number): Float32Array {
  return new Float32Array(Math.round((ms / 1000) * RADIO_HZ));
}

export function joined(...parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Both at once; the second so many dB above the first. */
export function mixed(ours: Float32Array, theirs: Float32Array, theirsDb: number): Float32Array {
  const gain = 10 ** (theirsDb / 20) * (rmsOf(ours) / (rmsOf(theirs) || 1));
  return ours.map((sample, at) => sample + gain * (theirs[at] ?? 0));
}

export interface Channel {
  /** Hiss, dB below the sound, falling from the top like that of a receiver with de-emphasis. */
  readonly snrDb: number;
  readonly gainDb: number;
  /** Full scale is reached so many dB too early. */
  readonly clipDb: number;
  /** An automatic gain that levels everything within so long; null: none. */
  readonly agcMs: number | null;
  /** The receiver's own sound card runs fast by so much. */
  readonly ppm: number;
}

/** What a cheap receiver makes of it. */
export function throughFm(random: SeededRandom, sound: Float32Array, channel: Channel): Float32Array {
  let out = stretched(sound, channel.ppm);
  // No lows below 150 Hz, and the highs of a transmitter whose pre-emphasis does not quite match 50 µs.
  out = highPass(lowPass(out, 3183), 150);
  if (channel.agcMs !== null) out = automaticGain(out, channel.agcMs);
  const drive = 10 ** (channel.clipDb / 20) / (peakOf(out) || 1);
  out = out.map((sample) => Math.max(-1, Math.min(1, sample * drive)) * 0.9);
  const hiss = rmsOf(out) * 10 ** (-channel.snrDb / 20);
  const noise = lowPass(whiteNoise(random, (out.length * 1000) / RADIO_HZ, 1), 3183);
  const scale = hiss / (rmsOf(noise) || 1);
  const gain = 10 ** (channel.gainDb / 20);
  return out.map((sample, at) => Math.max(-1, Math.min(1, gain * (sample + scale * (noise[at] ?? 0)))));
}

/** 16-bit little-endian samples. */
export function pcm(sound: Float32Array): Uint8Array {
  const out = new Int16Array(sound.length);
  for (let at = 0; at < out.length; at += 1) {
    out[at] = Math.max(-32_768, Math.min(32_767, Math.round((sound[at] ?? 0) * 32_767)));
  }
  return new Uint8Array(out.buffer);
}

function rmsOf(sound: Float32Array): number {
  return Math.sqrt(sound.reduce((sum, sample) => sum + sample * sample, 0) / (sound.length || 1));
}

function peakOf(sound: Float32Array): number {
  return sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

function levelled(sound: Float32Array): Float32Array {
  const gain = Math.min(0.1 / (rmsOf(sound) || 1), 0.95 / (peakOf(sound) || 1));
  return sound.map((sample) => sample * gain);
}

function lowPass(sound: Float32Array, hz: number): Float32Array {
  const share = 1 - Math.exp((-TAU * hz) / RADIO_HZ);
  let y = 0;
  return sound.map((sample) => (y += share * (sample - y)));
}

function highPass(sound: Float32Array, hz: number): Float32Array {
  const low = lowPass(sound, hz);
  return sound.map((sample, at) => sample - (low[at] ?? 0));
}

function automaticGain(sound: Float32Array, ms: number): Float32Array {
  const [attack, release] = [1 / (0.005 * RADIO_HZ), 1000 / (ms * RADIO_HZ)];
  let level = 0.05;
  return sound.map((sample) => {
    const size = Math.abs(sample);
    level += (size - level) * (size > level ? attack : release);
    return (sample * 0.2) / Math.max(0.01, level);
  });
}

function stretched(sound: Float32Array, ppm: number): Float32Array {
  if (ppm === 0) return sound;
  const length = Math.floor(sound.length * (1 + ppm / 1e6));
  return new Float32Array(length).map((_, n) => {
    const at = n / (1 + ppm / 1e6);
    const low = Math.floor(at);
    return (sound[low] ?? 0) * (1 - at + low) + (sound[low + 1] ?? 0) * (at - low);
  });
}

function gauss(random: SeededRandom): number {
  return Math.sqrt(-2 * Math.log(1 - random.fraction())) * Math.cos(TAU * random.fraction());
}
