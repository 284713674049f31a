/** Remembers uploads that were begun, so that choosing the same file again after a reload goes on where it stopped. */

const KEPT = 'loaxa.uploads';
const MOST = 20;

function fingerprint(file: { name: string; size: number; lastModified: number }): string {
  return `${file.name}|${file.size}|${file.lastModified}`;
}

function read(): Array<[fingerprint: string, uploadId: string]> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '[]');
    return Array.isArray(kept) ? kept.filter((pair) => Array.isArray(pair) && pair.length === 2) : [];
  } catch {
    return [];
  }
}

function write(pairs: Array<[string, string]>): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(pairs.slice(-MOST)));
  } catch {
    // Without a memory an upload still goes on for as long as the page is open.
  }
}

export function begunUpload(file: File): string | undefined {
  return read().find(([mark]) => mark === fingerprint(file))?.[1];
}

export function rememberUpload(file: File, uploadId: string): void {
  write([...read().filter(([mark]) => mark !== fingerprint(file)), [fingerprint(file), uploadId]]);
}

export function forgetUpload(file: File): void {
  write(read().filter(([mark]) => mark !== fingerprint(file)));
}
