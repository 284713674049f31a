import { computed, effect } from '@preact/signals';
import { heldVerbs } from '../session/session.ts';
import { home } from '../where.ts';
import { placesOf } from './profile.ts';

/** What this person finds where. */
export const places = computed(() => placesOf(heldVerbs.value));

effect(() => {
  home.value = places.value.home;
});
