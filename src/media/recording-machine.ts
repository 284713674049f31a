import { machine } from '#kernel';

export type RecordingState = 'received' | 'checking' | 'ready' | 'refused';
export type RecordingEvent = 'start' | 'accept' | 'refuse' | 'interrupt' | 'again' | 'remove';

/**
 * The life of a recording. `interrupt` is our own fault (a crash, a full disk, the end of the program): the check
 * starts over. A refused recording that is uploaded once more is checked again, since the desk may have learnt. `remove`:
 * its files go, since its time is over; the row stays, refused, and says so.
 */
export const recordingMachine = machine<RecordingState, RecordingEvent>('recording', {
  received: { start: 'checking' },
  checking: { accept: 'ready', refuse: 'refused', interrupt: 'received' },
  ready: { remove: 'refused' },
  refused: { again: 'received', remove: 'refused' },
});
