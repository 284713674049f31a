import { type Answer, call } from '../api/client.ts';
import { feed } from '../live/feed.ts';
import { today } from '../live/station.ts';

export type Area = Answer<'listAreas'>[number];
export type AreaActPreview = Answer<'previewAreaAct'>;
export type AreaAct = Answer<'listAreaActs'>[number];
export type Brand = Answer<'listBrands'>[number];

export const areaActs = feed(() => call('listAreaActs', {}), 'areas');
export const brands = feed(() => call('listBrands', {}), 'areas');

export const isClosed = ({ validTo }: Pick<Area, 'validTo'>) => validTo !== null && validTo < today.value;
