import type { make as vi } from '../vi/make.ts';

/** The one page where a bulletin is made. */
export const make: typeof vi = {
  title: 'Make a bulletin',
  hint: 'Choose where the sound comes from. The page then leads on: trim, fill in, listen, send.',
  ways: { record: 'Record here', file: 'Choose a file', speak: 'Type, a voice reads' },
  wayLabel: 'Where the sound comes from',
};
