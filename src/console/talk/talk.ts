import { signal } from '@preact/signals';
import { type Answer, call } from '../api/client.ts';
import { freshKey } from '../api/repeat-key.ts';
import { feed } from '../live/feed.ts';
import { type Capture, openCapture } from './capture.ts';
import { type Course, FRESH_COURSE, hearMessage } from './course.ts';
import { type MicrophoneLine, openLine } from './microphone-line.ts';

export type LiveSession = Answer<'listLiveSessions'>[number];
export type LiveTarget = Answer<'openLiveSession'>['targets'][number];

export const sessions = feed(() => call('listLiveSessions', {}));
export const mounts = feed(() => call('listLiveMounts', {}));

/** The talk of this page: from the opened session to the last word. */
export interface Talk {
  readonly session: LiveSession;
  readonly targets: readonly LiveTarget[];
  /** Null: an encoder program is the source. */
  readonly capture: Capture | null;
  readonly line: MicrophoneLine | null;
  readonly course: Course;
  readonly isDown: boolean;
  readonly isGone: boolean;
}

export const talk = signal<Talk | null>(null);

export interface TalkWish {
  readonly zoneIds: readonly string[];
  readonly level: LiveSession['level'];
  /** Only before an emergency; empty: none. */
  readonly signalRecordingId: string;
  readonly note: string;
  /** Empty: the microphone of this computer. */
  readonly mountId: string;
}

/** Opens the microphone first, so that no air is taken by somebody who cannot speak, then the session. */
export async function openTalk({ zoneIds, level, note, signalRecordingId, mountId }: TalkWish): Promise<void> {
  const capture = mountId === '' ? await openCapture() : null;
  try {
    const { session, targets } = await call('openLiveSession', {
      body: {
        ...{ level, zoneIds: [...zoneIds], note: note.trim() === '' ? null : note.trim() },
        signalRecordingId: level === 'emergency' && signalRecordingId !== '' ? signalRecordingId : null,
        ...{ source: capture ? 'browser' : 'mount', mountId: capture ? null : mountId },
      },
      key: freshKey(),
    });
    talk.value = { session, targets, capture, line: null, course: FRESH_COURSE, isDown: false, isGone: false };
    void sessions.refresh();
  } catch (error) {
    capture?.close();
    throw error;
  }
}

function change(part: Partial<Talk>): void {
  if (talk.value) talk.value = { ...talk.value, ...part };
}

/** From here on the station counts in. */
export function startTalk(): void {
  const now = talk.value;
  if (!now?.capture || now.line) return;
  const line = openLine(now.session.id, now.capture, {
    message: (message) => {
      if (!talk.value) return;
      change({ course: hearMessage(talk.value.course, message) });
      if ('end' in message || 'refused' in message) over();
    },
    down: (isDown) => change({ isDown }),
    gave: () => {
      change({ isGone: true, isDown: false });
      over();
    },
  });
  change({ line });
}

/** What was said still sounds to its end. */
export async function finishTalk(): Promise<void> {
  const now = talk.value;
  if (!now) return;
  if (now.line?.finish()) return;
  take(await call('finishLiveSession', { params: { id: now.session.id } }));
}

/** Silence at once. */
export async function killSession(id: string): Promise<void> {
  const session = await call('killLiveSession', { params: { id } });
  if (talk.value?.session.id === id) take(session);
  void sessions.refresh();
}

/** How a talk of an encoder program stands is asked of the station; so is the end of one whose line is gone. */
export async function askTalk(): Promise<void> {
  const now = talk.value;
  if (!now || now.course.state === 'ended') return;
  take(await call('getLiveSession', { params: { id: now.session.id } }));
}

function take(session: LiveSession): void {
  const now = talk.value;
  if (!now || now.session.id !== session.id) return;
  const { state, onAirAt, end } = session;
  const isNew = end !== null && now.course.end === null;
  change({
    session,
    course: { ...now.course, state, onAirAt, end: isNew ? { text: end.text, detail: null } : now.course.end },
  });
  if (state === 'ended') over();
}

function over(): void {
  talk.value?.line?.close();
  talk.value?.capture?.close();
  void sessions.refresh();
}

export function closeTalk(): void {
  over();
  talk.value = null;
}

/** True while leaving the page would leave the loudspeakers without a voice. */
export const isTalking = () => talk.value !== null && !talk.value.isGone && talk.value.course.state !== 'ended';

addEventListener('beforeunload', (event) => {
  if (isTalking()) event.preventDefault();
});
