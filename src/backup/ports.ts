import type { Act } from '#audit';
import type { Bilingual } from '#kernel';
import type { Step } from './prove.ts';

/** A copy that is asked for. */
export interface CopyOrder {
  readonly to: string;
  readonly leaveFreeBytes: number;
  /** Null: not encrypted. */
  readonly passphraseFile: string | null;
}

export interface Progress {
  readonly step: Step;
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/** How it ended: a dead child is a value. Whoever aborted knows why it is stopped. */
export type CopyEnd =
  | { readonly end: 'good'; readonly bytes: number; readonly damagedSounds: number }
  | { readonly end: 'failed'; readonly code: string; readonly text: Bilingual }
  | { readonly end: 'stopped' };

/** Makes one copy and restores it for a trial, where it cannot be in the way of the air. Never rejects. */
export type MakeCopy = (
  order: CopyOrder,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
) => Promise<CopyEnd>;

/** What the keeper of the copies asks of the rest of the station. */
export interface BackupPorts {
  readonly makeCopy: MakeCopy;
  /** True while an emergency sounds or is about to. Asked often. */
  isEmergency(): boolean;
  /** False: this station was restored and may not command. */
  isCommanding(): boolean;
  note(act: Act): void;
}
