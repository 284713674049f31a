import type { Bilingual } from '#kernel';

/** How fast the voice speaks. Outdoors, between houses, slow is understood best. */
export const SPEECH_RATES = ['slow', 'normal', 'fast'] as const;
export type SpeechRate = (typeof SPEECH_RATES)[number];

export interface SpeechVoice {
  readonly id: string;
  readonly name: Bilingual;
}

export interface SpeechWish {
  /** As it is said: words only, one sentence a line. */
  readonly text: string;
  /** One of `voices`. */
  readonly voice: string;
  readonly rate: SpeechRate;
}

/** A program that turns words into sound: the port behind which any voice may stand. */
export interface Synthesis {
  /** None: there is no such program on this machine. */
  readonly voices: readonly SpeechVoice[];
  /** A whole WAV file. Throws SPEECH_MISSING, SPEECH_FAILED; gives up when `signal` says so. */
  synthesize(wish: SpeechWish, signal?: AbortSignal): Promise<Uint8Array>;
}
