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
  zonesOfAllLanguages,
} from './place-store.ts';
export { addQuietSpan, liftQuietSpan } from './quiet-store.ts';
export { endpointsIn, type Targets } from './targets-store.ts';
