export { Doorkeeper, type Visitor } from './doorkeeper.ts';
