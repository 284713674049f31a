export {
  BANDS,
  type Band,
  type EncoderLine,
  type FmReceiver,
  type FmSettings,
  type FmStation,
  fmSettings,
  freeGroup,
  type ReceiverSettings,
  receiverSettings,
} from './fm-station.ts';
export {
  addFmStation,
  changeFmStation,
  findFmStation,
  findFmStations,
  listFmStations,
  mustFindFmStation,
  placeFmStations,
  renewFmKey,
  retireFmStation,
  type StationInput,
} from './fm-station-store.ts';
export {
  addInterference,
  closeInterference,
  type Interference,
  interferenceRecordings,
  listInterference,
  mustFindInterference,
} from './interference-store.ts';
export { type LicenceStanding, licenceStanding } from './licence.ts';
export { licencesOver } from './licences-over.ts';
export { addReceiver, changeReceiver, findReceivers, receiversOf, removeReceiver } from './receiver-store.ts';
export { agentError, mustSuit, type NamedReceiver } from './station-rules.ts';
export { answerTask, askTask, mustFindTask, tasksOf, type VillageTask } from './village-task-store.ts';
export { warningsOf } from './warnings.ts';
