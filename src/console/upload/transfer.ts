import { Refused, Unreachable } from '../api/failure.ts';

/** How much has arrived, as the station tells it. */
export interface Arrived {
  readonly id: string;
  readonly receivedBytes: number;
  readonly recordingId: string | null;
}

/** What a transfer needs from the world. */
export interface TransferPort {
  announce(): Promise<Arrived>;
  whereIs(id: string): Promise<Arrived>;
  send(id: string, from: number, to: number): Promise<Arrived>;
  /** Waits; rejects when the person gave up. */
  rest(milliseconds: number): Promise<void>;
  told(state: 'announcing' | 'sending' | 'lost', receivedBytes: number): void;
}

const SLICE_BYTES = 4 * 1024 * 1024;
const LONGEST_REST_MS = 10_000;
/** Codes after which the station is asked where to go on, instead of giving up. */
const ASK_AGAIN = new Set(['UPLOAD_OFFSET', 'UPLOAD_FINISHED', 'RATE_LIMITED', 'AUTH_REQUIRED']);

/** Sends a file in slices and survives any number of cuts. Gives the recording; throws what the station refused. */
export async function transfer(totalBytes: number, port: TransferPort): Promise<string> {
  let arrived: Arrived | null = null;
  let restMs = 1000;
  let unsure = false;
  port.told('announcing', 0);
  for (;;) {
    try {
      if (arrived === null) arrived = await port.announce();
      else if (unsure) arrived = await port.whereIs(arrived.id);
      unsure = false;
      if (arrived.recordingId !== null) return arrived.recordingId;
      const from = arrived.receivedBytes;
      port.told('sending', from);
      arrived = await port.send(arrived.id, from, Math.min(from + SLICE_BYTES, totalBytes));
      if (arrived.receivedBytes > from) restMs = 1000;
      else if (arrived.recordingId === null) await port.rest(restMs);
    } catch (error) {
      const goOn = error instanceof Unreachable || (error instanceof Refused && ASK_AGAIN.has(error.code));
      if (!goOn) throw error;
      unsure = true;
      if (error instanceof Unreachable) port.told('lost', arrived?.receivedBytes ?? 0);
      await port.rest(restMs);
      restMs = Math.min(restMs * 2, LONGEST_REST_MS);
    }
  }
}
