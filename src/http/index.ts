export { whoOf } from './audit-desk.ts';
export type { FmDoor } from './fm-faces.ts';
export { senderOf } from './handlers/alerts.ts';
export type { Command, FmLive, House } from './house.ts';
export { NewsDesk, type NewsLine } from './news/news-desk.ts';
export { asProved, demandRight, type Where } from './rights.ts';
export { openServer, type WebServer } from './server.ts';
