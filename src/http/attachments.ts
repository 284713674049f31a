/** The signed document of a bulletin: kept as it came, bounded, and never shown inside our own pages. */
import { createHash } from 'node:crypto';
import type { Response } from 'express';
import { notFound, StationError } from '#kernel';
import type { Visitor } from '#people';
import { findDetails, writeDetails } from '#programme';
import { bulletinInUse, changeBulletins } from './bulletin-change.ts';
import type { RouteAnswer } from './contract.ts';
import { cardOf } from './handlers/approvals.ts';
import type { House } from './house.ts';

const ATTACHMENT_BYTES = 10 * 1024 * 1024;
const HEAD = '%PDF-';
/** Readers forgive some bytes before the head; so do we, as little. */
const HEAD_WITHIN = 1024;
const LONGEST_NAME = 150;

/** True when the bytes are a PDF by what is in them, whatever they are called. */
function isPdf(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return text.subarray(0, HEAD_WITHIN).includes(HEAD) && text.subarray(-HEAD_WITHIN * 2).includes('%%EOF');
}

/** Keeps a document with a bulletin. REQUEST_TOO_LARGE, ATTACHMENT_NOT_PDF, NOT_FOUND. */
export async function putAttachment(
  house: House,
  visitor: Visitor,
  bulletinId: string,
  name: string | undefined,
  chunks: AsyncIterable<Uint8Array>,
): Promise<RouteAnswer<'getApproval'>> {
  await bulletinInUse(house.store.db, bulletinId);
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > ATTACHMENT_BYTES) throw new StationError('REQUEST_TOO_LARGE', { limit: ATTACHMENT_BYTES });
    parts.push(chunk);
  }
  const whole = Buffer.concat(parts);
  if (!isPdf(whole)) throw new StationError('ATTACHMENT_NOT_PDF');
  const sha256 = createHash('sha256').update(whole).digest('hex');
  const { files } = house.world;
  await files.makeFolder(folderOf(house));
  await files.replace(pathOf(house, sha256), whole);
  const attachment = { sha256, name: cleanName(name), bytes: whole.length };
  await changeBulletins(house, [bulletinId], visitor, async (tx) => {
    await bulletinInUse(tx, bulletinId);
    await writeDetails(tx, bulletinId, { attachment });
  });
  return cardOf(house, visitor, bulletinId);
}

/** Hands the document out to be saved, never to be opened in our own origin. */
export async function sendAttachment(house: House, response: Response, bulletinId: string): Promise<void> {
  const attachment = (await findDetails(house.store.db, [bulletinId])).get(bulletinId)?.attachment ?? null;
  const bytes = attachment && (await house.world.files.read(pathOf(house, attachment.sha256)));
  if (!attachment || !bytes) throw notFound('attachment');
  response.attachment(attachment.name).type('application/pdf').set('x-content-type-options', 'nosniff');
  response.set('content-security-policy', "default-src 'none'; sandbox").send(Buffer.from(bytes));
}

function folderOf({ settings }: House): string {
  return `${settings.dataFolder}/attachments`;
}

function pathOf(house: House, sha256: string): string {
  return `${folderOf(house)}/${sha256}.pdf`;
}

/** A name that is a name: no path, no line breaks, and the ending that the content has. */
function cleanName(given: string | undefined): string {
  let name = '';
  try {
    name = decodeURIComponent(given ?? '');
  } catch {
    // Not percent-encoded as it should be: it gets the plain name.
  }
  const bare = [...name.normalize('NFC')].filter((letter) => letter >= ' ' && !'/\\:*?"<>|\x7f'.includes(letter));
  const text = bare
    .join('')
    .replace(/\.pdf$/i, '')
    .trim()
    .slice(0, LONGEST_NAME);
  return `${text === '' || text.startsWith('.') ? 'van-ban' : text}.pdf`;
}
