/** Where the station may connect to, way by way. Every socket asks before it connects, also after a name was looked up. */
import { isOpenPort, reachOf } from '#relay';

/** Encoders that are told by a terminal's line, and who keeps a copy of the audit log (syslog), live on these as well. */
const SYSLOG_PORTS: readonly number[] = [514, 601];
const WIRE_PORTS: readonly number[] = [23, ...SYSLOG_PORTS, 10_000];

/** A receiver that listens to our transmitter: in the house's network or outside; never this machine, never a service. */
export function mayHearAt(address: string, port: number, ownPort: number): boolean {
  return port !== ownPort && isOpenPort(port) && ['public', 'private'].includes(reachOf(address));
}

/**
 * An RDS encoder, or who keeps a copy of the audit log: also a program on this machine, but never the station itself nor
 * what manages the machine.
 */
export function mayTellAt(address: string, port: number, ownPort: number): boolean {
  const reach = reachOf(address);
  if (reach === 'never' || !(isOpenPort(port) || WIRE_PORTS.includes(port))) return false;
  return reach !== 'loopback' || ((port >= 1024 || SYSLOG_PORTS.includes(port)) && port !== ownPort);
}
