export { issueText } from './issue-text.ts';
export { readSettings, SETTINGS, type Settings } from './settings.ts';
