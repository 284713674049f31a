export { type AskedOnce, copyOf, findAsked, movedAway, writeAsked } from './asked-store.ts';
export {
  asDelivered,
  type Broadcast,
  type Delivery,
  ORIGINS,
  type OrderItem,
  type Origin,
  type RunningOrder,
  runningOrder,
} from './broadcast.ts';
export {
  broadcastsBetween,
  findBroadcast,
  findBroadcasts,
  insertBroadcasts,
  isOpenSomewhere,
  lapsedAfter,
  openBroadcasts,
  openHalts,
  titlesOf,
  writeBroadcastState,
  writeDelivery,
  writeHalt,
  writeOrdered,
  writePrecedence,
  writeRunningOrder,
} from './broadcast-store.ts';
export { type AirCourse, coursesBetween } from './course-store.ts';
export { loadBetween } from './load-store.ts';
export {
  type BroadcastState,
  broadcastMachine,
  type DeliveryEvent,
  type DeliveryState,
  deliveryMachine,
  isOpen,
} from './machines.ts';
