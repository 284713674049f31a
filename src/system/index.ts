export { guardedFetch } from './guarded-fetch.ts';
export { realWorld } from './real-world.ts';
