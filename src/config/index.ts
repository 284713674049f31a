export { readSettings, SETTINGS, type Settings } from './settings.ts';
