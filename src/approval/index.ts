export { ApprovalDesk } from './approval-desk.ts';
export { maySound } from './clearance.ts';
export { contentsOf, type Told } from './contents.ts';
export {
  approve,
  approvedBy,
  begin,
  changed,
  comment,
  frameChanged,
  sendBack,
  subjectOf,
  submit,
  wantFrames,
  withdraw,
} from './decisions.ts';
