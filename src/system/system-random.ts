import { randomBytes } from 'node:crypto';
import type { Random } from '#kernel';

/** The chance of the operating system: bytes nobody can guess. */
export const systemRandom: Random = { bytes: (count) => randomBytes(count) };
