export { faultsCsv, type NamedFault } from './csv.ts';
export { daysOut } from './days-out.ts';
export {
  acknowledgeFault,
  closeFault,
  type Fault,
  listFaults,
  mustFindFault,
  openFault,
  type Ticket,
  ticketsOf,
  writeTicket,
} from './fault-store.ts';
export { FaultWatch } from './fault-watch.ts';
export { FAULT_KINDS } from './judge.ts';
export type { FaultPorts } from './ports.ts';
