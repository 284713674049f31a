import type { Shelf } from '#delivery';
import type { World } from '#kernel';
import type { MediaLibrary } from '#media';

/** Prepared audio is read whole and hashed again when it was not looked at for so long. */
const TRUST_MS = 3600_000;

/** The shelf that delivery takes renditions from: a damaged file is found before it is sent, and made again. */
export function createShelf(world: World, media: MediaLibrary): Shelf {
  const seen = new Map<string, { at: number; rendition: Awaited<ReturnType<Shelf['rendition']>> }>();
  return {
    async rendition(recordingId, format) {
      const key = `${recordingId}.${format}`;
      const now = world.clock.monoMs();
      const kept = seen.get(key);
      const current = (await media.get(recordingId).catch(() => null))?.renditions.find((one) => one.format === format);
      if (!current) return null;
      if (kept && kept.rendition?.sha256 === current.sha256 && now - kept.at < TRUST_MS) return kept.rendition;
      try {
        const { sha256, bytes, durationMs, loudnessLufs: lufs } = await media.ensureRendition(recordingId, format);
        const rendition = { sha256, bytes, durationMs, lufs };
        seen.set(key, { at: now, rendition });
        return rendition;
      } catch (error) {
        world.logger.error('rendition cannot be used', { recordingId, format, error: String(error) });
        return null;
      }
    },
    read: (sha256) => world.files.read(media.renditionPath(sha256)),
  };
}

/** The whole MP3 rendition of a recording, or null while there is none. */
export async function mp3Of(shelf: Shelf, recordingId: string): Promise<Uint8Array | null> {
  const rendition = await shelf.rendition(recordingId, 'mp3');
  return rendition && shelf.read(rendition.sha256);
}
