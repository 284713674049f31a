import type { Words } from '../vi.ts';

/** What stands around every page. */
export const frame: Words['frame'] = {
  alarm: 'Send an emergency',
  alarmShort: 'Emergency',
  away: (at) => `No connection to the station. This is what was known at ${at}, not now. What is scheduled still airs.`,
  newVersion: 'There is a newer console.',
  reload: 'Reload',
  more: 'More',
  less: 'Close',
  theme: 'Screen colours',
  themes: { system: 'As this computer', light: 'Light', dark: 'Dark', contrast: 'High contrast' },
  closed: (page) => `You may not open the page ${page}`,
  closedWhy: 'If your work needs this page, ask who manages the station for the right.',
  toHome: (page) => `Back to ${page}`,
  helper: 'You are a village helper',
  toVillage: 'Open the page of the village',
};
