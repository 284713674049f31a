import type { Answer } from '../api/client.ts';
import type { IconName } from '../parts/icon.tsx';
import type { VillageMark } from './village-marks.ts';

export type ShownMap = NonNullable<Answer<'getMap'>['map']>;
export const LOOKS: Record<VillageMark['standing'], IconName> = { good: 'done', part: 'part', lost: 'lost' };
