import { empty, takeAll } from '../kept/box.ts';
import { ask } from '../parts/ask.tsx';
import { makeWords } from './make-words.ts';
import { addFiles } from './uploads.ts';

/**
 * Sends what a phone handed over from its share sheet, once the person says so: the page of another site can post to that
 * address as well, and then nobody shared anything. False: nothing is sent.
 */
export async function takeSharedFiles(): Promise<boolean> {
  const files = (await takeAll('shared')).filter((one) => one instanceof File);
  if (files.length === 0) return false;
  await empty('shared');
  const say = makeWords.value.shared;
  const question = { text: say.ask(files.map(({ name }) => name).join(', ')), yes: say.yes, no: say.no };
  if (!(await ask(question))) return false;
  addFiles(files);
  return true;
}
