import { StationError } from '#kernel';
import { oddityOf } from './plausible.ts';
import type { SpeechRate, SpeechVoice, Synthesis } from './synthesis.ts';
import { readText, spokenOf, syllablesOf } from './text/read-text.ts';
import { type PlainWav, plainWav } from './wav.ts';

/** About ten minutes of speech. */
export const MOST_LETTERS = 8000;
const MOST_WAITING = 8;

/** What came of a text: the sound, and the words that were said. */
export interface Spoken extends PlainWav {
  readonly said: string;
}

/** Typed words become a voice, one text after another: the air has the machine first. */
export class SpeechRoom {
  readonly #synthesis: Synthesis;
  readonly #stopping = new AbortController();
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(synthesis: Synthesis) {
    this.#synthesis = synthesis;
  }

  /** None: this machine has no program that speaks. */
  get voices(): readonly SpeechVoice[] {
    return this.#synthesis.voices;
  }

  /** Speaks a text as `readText` says it. Throws SPEECH_MISSING, SPEECH_TEXT, SPEECH_BUSY, SPEECH_FAILED, REQUEST_INVALID. */
  async speak({ text, voice, rate }: { text: string; voice: string; rate: SpeechRate }): Promise<Spoken> {
    if (this.voices.length === 0) throw new StationError('SPEECH_MISSING');
    if (!this.voices.some(({ id }) => id === voice)) {
      throw new StationError('REQUEST_INVALID', {
        field: 'body.voice',
        problem: this.voices.map(({ id }) => id).join(', '),
      });
    }
    const said = spokenOf(readText(text));
    const syllables = syllablesOf(said);
    if (syllables === 0) throw new StationError('SPEECH_TEXT');
    if (this.#waiting >= MOST_WAITING) throw new StationError('SPEECH_BUSY');
    this.#waiting += 1;
    const work = this.#last.then(() => this.#synthesis.synthesize({ text: said, voice, rate }, this.#stopping.signal));
    this.#last = work.catch(() => undefined);
    try {
      const sound = plainWav(await work);
      if (sound === null) throw new StationError('SPEECH_FAILED', { problem: 'not a mono 16-bit WAV' });
      const oddity = oddityOf(sound, syllables);
      if (oddity !== null) throw new StationError('SPEECH_FAILED', { problem: oddity });
      return { ...sound, said };
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Whoever still waits gets SPEECH_FAILED. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#last;
  }
}
