// biome-ignore lint/correctness/noUnresolvedImports: the builder makes a file of its own of it, and gives its address
import piecesUrl from './pieces-worklet.ts?worker&url';

export type CaptureProblem = 'insecure' | 'noWorklet' | 'denied' | 'noMicrophone' | 'busyMicrophone';

/** The microphone of this computer, opened; nothing is sent anywhere yet. */
export interface Capture {
  readonly rateHz: number;
  /** Who gets the pieces from now on: mono s16le, a twentieth of a second each. */
  onPiece(take: (bytes: ArrayBuffer) => void): void;
  close(): void;
}

/** Why the microphone cannot be opened, before anybody is asked; null: it may be. */
export function captureProblem(): CaptureProblem | null {
  if (!isSecureContext || navigator.mediaDevices === undefined) return 'insecure';
  return typeof AudioWorkletNode === 'undefined' ? 'noWorklet' : null;
}

/** Asks the person and opens the microphone, at that rate where the browser can. Throws what `problemOf` explains. */
export async function openCapture(wantedHz?: number): Promise<Capture> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: false, noiseSuppression: true, autoGainControl: true },
  });
  let context = new AudioContext(wantedHz === undefined ? {} : { sampleRate: wantedHz });
  try {
    // The station takes 16 to 48 kHz.
    if (context.sampleRate > 48_000 || context.sampleRate < 16_000) {
      await context.close();
      context = new AudioContext({ sampleRate: 48_000 });
    }
    let source: MediaStreamAudioSourceNode;
    try {
      source = context.createMediaStreamSource(stream);
    } catch (error) {
      // Some browsers do not bring a microphone to another rate than its own.
      if (wantedHz === undefined) throw error;
      await context.close();
      context = new AudioContext();
      source = context.createMediaStreamSource(stream);
    }
    await context.audioWorklet.addModule(piecesUrl);
    await context.resume();
    const node = new AudioWorkletNode(context, 'pieces', { channelCount: 1, channelCountMode: 'explicit' });
    const mute = new GainNode(context, { gain: 0 });
    // A node that leads nowhere is not run: it ends in silence.
    source.connect(node).connect(mute).connect(context.destination);
    return {
      rateHz: context.sampleRate,
      onPiece: (take) => {
        node.port.onmessage = ({ data }) => take(data as ArrayBuffer);
      },
      close: () => close(stream, context),
    };
  } catch (error) {
    close(stream, context);
    throw error;
  }
}

function close(stream: MediaStream, context: AudioContext): void {
  for (const track of stream.getTracks()) track.stop();
  if (context.state !== 'closed') void context.close();
}

/** What a person must do about a microphone that did not open; null: it is no matter of the microphone. */
export function problemOf(error: unknown): CaptureProblem | null {
  if (!(error instanceof DOMException)) return null;
  if (error.name === 'NotAllowedError' || error.name === 'SecurityError') return 'denied';
  if (error.name === 'NotFoundError' || error.name === 'OverconstrainedError') return 'noMicrophone';
  return 'busyMicrophone';
}
