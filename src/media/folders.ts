/** Where the sound lies on the disk. Originals and renditions are named by the SHA-256 of their bytes. */
export interface MediaFolders {
  readonly uploads: string;
  readonly originals: string;
  readonly renditions: string;
}

export function mediaFolders(dataFolder: string): MediaFolders {
  return {
    uploads: `${dataFolder}/uploads`,
    originals: `${dataFolder}/originals`,
    renditions: `${dataFolder}/renditions`,
  };
}

/** The bytes of an upload that is still coming. */
export const partPath = (folders: MediaFolders, uploadId: string) => `${folders.uploads}/${uploadId}.part`;
export const originalPath = (folders: MediaFolders, sha256: string) => `${folders.originals}/${sha256}`;
export const renditionPath = (folders: MediaFolders, sha256: string) => `${folders.renditions}/${sha256}`;

/** A file that is being made: `recover` removes what a crash left under such a name. */
export const MAKING = 'making-';
export const makingPath = (folders: MediaFolders, recordingId: string, format: string) =>
  `${folders.renditions}/${MAKING}${recordingId}.${format}`;
