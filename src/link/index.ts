export type { Channel, ChannelEvents } from './channel.ts';
export { type ClockEstimate, ClockSync } from './clock-sync.ts';
export { type Lump, lumpBytes, readLump } from './lump.ts';
export {
  type BankAudio,
  claimReply,
  claimRequest,
  MOST_BANK,
  MOST_ITEMS,
  type Order,
  type OrderPayload,
  type PlanEntry,
  type PlanItem,
  parseMessage,
  type Report,
  type SignedOrder,
  type SpeakerMessage,
  type StationMessage,
  type StopReason,
  speakerMessage,
  stationMessage,
} from './messages.ts';
export {
  isPublicKey,
  isSigned,
  judgeOrder,
  type KeyPair,
  newKeyPair,
  type OrderMark,
  signOrder,
  signText,
} from './signing.ts';
