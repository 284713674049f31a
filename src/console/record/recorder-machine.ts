import { machine } from '#kernel';

export type RecorderState = 'empty' | 'opening' | 'reopening' | 'recording' | 'paused' | 'sent';
export type RecorderEvent = 'open' | 'opened' | 'failed' | 'pause' | 'finish' | 'discard' | 'take_up';

/**
 * The recorder of the page. While it is `opening` the browser asks for the microphone. A take that is `paused` can go on, be
 * sent or be thrown away; one that an older page left is taken up so. `sent`: the station is getting it.
 */
export const recorderMachine = machine<RecorderState, RecorderEvent>('recorder', {
  empty: { open: 'opening', take_up: 'paused' },
  opening: { opened: 'recording', failed: 'empty' },
  reopening: { opened: 'recording', failed: 'paused' },
  recording: { pause: 'paused' },
  paused: { open: 'reopening', finish: 'sent', discard: 'empty' },
  sent: { discard: 'empty' },
});
