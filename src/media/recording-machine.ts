import { machine } from '#kernel';

export type RecordingState = 'received' | 'checking' | 'ready' | 'refused';
export type RecordingEvent = 'start' | 'accept' | 'refuse' | 'interrupt' | 'again';

/**
 * The life of a recording. `interrupt` is our own fault (a crash, a full disk, the end of the program): the check
 * starts over. A refused recording that is uploaded once more is checked again, since the desk may have learnt.
 */
export const recordingMachine = machine<RecordingState, RecordingEvent>('recording', {
  received: { start: 'checking' },
  checking: { accept: 'ready', refuse: 'refused', interrupt: 'received' },
  ready: {},
  refused: { again: 'received' },
});
