import { computed, effect, signal } from '@preact/signals';

export const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof THEMES)[number];

const KEPT = 'loaxa.theme';
const prefersContrast = matchMedia('(prefers-contrast: more)');
const prefersDark = matchMedia('(prefers-color-scheme: dark)');
const wished = signal(wish());

/** The colours that this person chose on this computer; 'system' follows the computer. */
export const theme = signal<Theme>(kept());

for (const query of [prefersContrast, prefersDark]) query.addEventListener('change', () => (wished.value = wish()));
/** The colours on the screen. */
export const shownTheme = computed(() => (theme.value === 'system' ? wished.value : theme.value));
effect(() => {
  document.documentElement.dataset['theme'] = shownTheme.value;
});

export function chooseTheme(chosen: Theme): void {
  theme.value = chosen;
  try {
    localStorage.setItem(KEPT, chosen);
  } catch {
    // A browser that keeps nothing still shows these colours until it is closed.
  }
}

function kept(): Theme {
  try {
    return THEMES.find((one) => one === localStorage.getItem(KEPT)) ?? 'system';
  } catch {
    return 'system';
  }
}

function wish(): Exclude<Theme, 'system'> {
  if (prefersContrast.matches) return 'contrast';
  return prefersDark.matches ? 'dark' : 'light';
}
