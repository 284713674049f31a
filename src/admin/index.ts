export { AdminDesk } from './admin-desk.ts';
export { isWithinHours, type WeekSpan } from './admin-hours.ts';
export { type AdminWord, mayAdminister, type Plane, type Wish } from './may-administer.ts';
