import { empty, takeAll } from '../kept/box.ts';
import { addFiles } from './uploads.ts';

/** Sends what a phone handed over from its share sheet. False: nothing. */
export async function takeSharedFiles(): Promise<boolean> {
  const files = (await takeAll('shared')).filter((one) => one instanceof File);
  if (files.length === 0) return false;
  await empty('shared');
  addFiles(files);
  return true;
}
