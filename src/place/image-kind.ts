/** What an image file is, by its bytes and not by its name. Pure. */
export interface ImageKind {
  readonly contentType: 'image/png' | 'image/jpeg';
  readonly width: number;
  readonly height: number;
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const begins = (bytes: Uint8Array, head: readonly number[]) => head.every((byte, at) => bytes[at] === byte);

/** PNG or JPEG with its size; null: neither, or cut off before the size. */
export function imageKind(bytes: Uint8Array): ImageKind | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (begins(bytes, PNG)) {
    if (bytes.length < 33 || view.getUint32(12) !== 0x49_48_44_52) return null;
    return sized('image/png', view.getUint32(16), view.getUint32(20));
  }
  return begins(bytes, [0xff, 0xd8, 0xff]) ? jpeg(view) : null;
}

/** Goes from segment to segment until one tells the size. */
function jpeg(view: DataView): ImageKind | null {
  for (let at = 2; at + 9 < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // Start of frame; C4, C8 and CC are tables.
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return sized('image/jpeg', view.getUint16(at + 7), view.getUint16(at + 5));
    if (marker === 0xd9 || marker === 0xda) return null;
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

function sized(contentType: ImageKind['contentType'], width: number, height: number): ImageKind | null {
  return width > 0 && height > 0 ? { contentType, width, height } : null;
}
