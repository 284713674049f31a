import { computed } from '@preact/signals';
import { type Answer, call } from '../api/client.ts';
import { feed } from '../live/feed.ts';

export type InboxItem = Answer<'listItems'>[number];
export type Question = Answer<'listQuestions'>[number];

export const items = feed(() => call('listItems', { query: { limit: 100 } }), 'inbox');
export const questions = feed(() => call('listQuestions', { query: { limit: 20 } }), 'questions');

export const openQuestions = computed(() => questions.data.value?.filter(({ state }) => state === 'open') ?? []);
/** Ordinary items alone are for the commune to decide. */
export const waitingItems = computed(() => items.data.value?.filter(({ state }) => state === 'waiting') ?? []);
/** So much waits for a person. */
export const waitingCount = computed(() => openQuestions.value.length + waitingItems.value.length);
