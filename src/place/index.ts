export { checkRules } from './gate-checks.ts';
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
export {
  addExceptionDay,
  addGateVersion,
  addMourning,
  addQuietSpan,
  endMourning,
  type GateAuthor,
  gatesOf,
  liftQuietSpan,
  readGateSettings,
  removeExceptionDay,
} from './gate-store.ts';
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
