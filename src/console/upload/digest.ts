const MOST_BYTES = 64 * 1024 * 1024;

/** SHA-256 of a file that fits in memory, or null: browsers keep `crypto.subtle` from pages over plain HTTP. */
export async function digestOf(file: Blob): Promise<string | null> {
  const { subtle } = crypto as { subtle?: SubtleCrypto };
  if (!subtle || file.size > MOST_BYTES) return null;
  const digest = new Uint8Array(await subtle.digest('SHA-256', await file.arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
