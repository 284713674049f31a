import { signal } from '@preact/signals';
import { type Answer, call } from '../api/client.ts';
import { feed } from '../live/feed.ts';

export const speech = feed(() => call('getSpeech', {}));
/** Words to be changed and read anew. */
export const wordsAgain = signal<Answer<'getRecording'>['spoken']>(null);
