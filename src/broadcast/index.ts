export { type Broadcast, type Delivery, type OrderItem, type RunningOrder, runningOrder } from './broadcast.ts';
export {
  broadcastsBetween,
  findBroadcast,
  insertBroadcasts,
  openBroadcasts,
  openHalts,
  titlesOf,
  writeBroadcastState,
  writeDelivery,
  writeHalt,
  writeOrdered,
} from './broadcast-store.ts';
export {
  type BroadcastState,
  broadcastMachine,
  type DeliveryEvent,
  type DeliveryState,
  deliveryMachine,
  isOpen,
} from './machines.ts';
