import { StationError } from '#kernel';

/** Nothing of the contract is half as deep. What is deeper would exhaust the stack of whoever walks through it. */
const MOST_LEVELS = 32;
const [QUOTE, BACKSLASH, OPEN_LIST, OPEN_MAP, CLOSE_LIST, CLOSE_MAP] = Buffer.from('"\\[{]}') as unknown as number[];

/** Throws REQUEST_INVALID for JSON text that is nested too deep. Reads the bytes once, before anybody parses them. */
export function refuseDeep(json: Uint8Array): void {
  let [depth, isText] = [0, false];
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (isText) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) isText = true;
    else if (byte === OPEN_LIST || byte === OPEN_MAP) depth++;
    else if (byte === CLOSE_LIST || byte === CLOSE_MAP) depth--;
    if (depth > MOST_LEVELS)
      throw new StationError('REQUEST_INVALID', { field: 'body', problem: `> ${MOST_LEVELS} {[` });
  }
}
