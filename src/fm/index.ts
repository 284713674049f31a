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
