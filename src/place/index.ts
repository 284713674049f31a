export {
  type Area,
  addArea,
  changeArea,
  endpointsOfZones,
  findArea,
  listAreas,
  listZones,
  putZone,
  type Zone,
} from './place-store.ts';
