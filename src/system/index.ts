export { guardedFetch } from './guarded-fetch.ts';
export { openRealWire } from './real-wire.ts';
export { realWorld } from './real-world.ts';
