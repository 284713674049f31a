/** Deliveries that were brought home and are not on the disk yet: who else must hear when they are. */
export class Homeward {
  /** By "endpoint broadcast". */
  readonly #waiting = new Map<string, Array<() => void>>();

  /** Somebody speaks of a delivery that may be on its way: he is told when it is written, or now when it is not. */
  tell(endpointId: string, broadcastId: string, acknowledge: () => void): void {
    const waiting = this.#waiting.get(`${endpointId} ${broadcastId}`);
    if (waiting) waiting.push(acknowledge);
    else acknowledge();
  }

  /** It is on its way; call what this answers once it is on the disk. */
  send(endpointId: string, broadcastId: string, waiting: Array<() => void>): () => void {
    const key = `${endpointId} ${broadcastId}`;
    this.#waiting.set(key, waiting);
    return () => {
      this.#waiting.delete(key);
      for (const tell of waiting) tell();
    };
  }
}
