export { realWorld } from './real-world.ts';
