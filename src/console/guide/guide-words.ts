import { computed } from '@preact/signals';
import { guide as en } from '../words/en/guide.ts';
import { language } from '../words/language.ts';
import type { Shape } from '../words/shape.ts';
import { guide as vi } from '../words/vi/guide.ts';

export type GuideWords = Shape<typeof vi>;

/** The words of the guided first run, which come with it. */
export const guideWords = computed<GuideWords>(() => (language.value === 'vi' ? vi : en));
