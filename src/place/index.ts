export {
  type Area,
  addArea,
  changeArea,
  endpointsOfZones,
  listAreas,
  listZones,
  putZone,
  type Zone,
} from './place-store.ts';
