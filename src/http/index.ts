export type { House } from './house.ts';
export { openServer, type WebServer } from './server.ts';
