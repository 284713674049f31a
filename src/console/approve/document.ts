import { call, sendFile } from '../api/client.ts';
import type { BulletinDraft } from './bulletin-draft.ts';

/** Attaches the document that was chosen, or takes away the one that is there. Nothing is sent when nothing was changed. */
export async function putDocument(
  id: string,
  { file, dropsDocument }: Pick<BulletinDraft, 'file' | 'dropsDocument'>,
  isAttached: boolean,
): Promise<void> {
  if (file) {
    const headers = { 'upload-name': encodeURIComponent(file.name) };
    await sendFile('putAttachment', {}, file, { params: { id }, headers });
  } else if (dropsDocument && isAttached) await call('removeAttachment', { params: { id } });
}
