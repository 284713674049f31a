/** The one name of Node that a kernel file mentions, in a function that the console never calls and never ships. */
declare const Buffer: { from(bytes: Uint8Array): { toString(encoding: 'base64url'): string } };
