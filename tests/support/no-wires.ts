import type { OpenWire } from '#delivery';

/** A world without encoders: every wire breaks as soon as it is opened. */
export const noWires: OpenWire = (_address, events) => {
  queueMicrotask(() => events.closed('no wires here'));
  return { send: () => false, close: () => undefined };
};
