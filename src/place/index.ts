export { findAct, listActs, settleAct, type WrittenAct, writeAct } from './act-store.ts';
export { type AreaAct, areaAct, areaKind, areaName, placeCode, type ReachLine, reachLine } from './area-act.ts';
export { copyGate, type GateCopies } from './area-gate-store.ts';
export {
  type AreaInput,
  addArea,
  changeArea,
  closeArea,
  findArea,
  insertAreas,
  listAreas,
  placeZones,
  readSpans,
  writeArea,
} from './area-store.ts';
export { type Area, AreaHistory, type AreaSpan, followed, isClosed, pathUp, spansOn } from './area-tree.ts';
export {
  type Brand,
  type BrandHolders,
  brandHolders,
  brandIdOf,
  holdBrand,
  listBrands,
  putBrand,
  retireBrand,
  stationCodesOf,
} from './brand-store.ts';
export type { GateAuthor } from './gate-author.ts';
export { checkRules } from './gate-checks.ts';
export { addExceptionDay, addMourning, endMourning, removeExceptionDay } from './gate-days-store.ts';
export {
  compileGate,
  type GateSettings,
  type GateVersion,
  type Mourning,
  type QuietSpan,
  type SetExceptionDay,
  versionOn,
  versionsOf,
} from './gate-settings.ts';
export { addGateVersion, gatesOf, readGateSettings } from './gate-store.ts';
export { findMap, listPins, mapImage, type Pin, pinEndpoint, putMap, removeMap, type StationMap } from './map-store.ts';
export {
  endpointsOfZones,
  listZones,
  putZone,
  type Zone,
  zonesOfAllLanguages,
} from './place-store.ts';
export { addQuietSpan, liftQuietSpan } from './quiet-store.ts';
export { endpointsIn, type Targets } from './targets-store.ts';
