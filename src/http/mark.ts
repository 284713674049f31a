/** The mark of a thing: a short word that changes when something in it changes, and tells which field it was. Pure. */
import { createHash } from 'node:crypto';

const LETTERS = 6;
const FORM = new RegExp(String.raw`^"([\w-]{${LETTERS}}(?:\.[\w-]{${LETTERS}})*)"$`);

const wordOf = (value: unknown) =>
  createHash('sha256')
    .update(JSON.stringify(value ?? null))
    .digest('base64url')
    .slice(0, LETTERS);

/** The mark of these fields of a thing, as it is shown. */
export function markOf(thing: Readonly<Record<string, unknown>>, fields: readonly string[]): string {
  return fields.map((field) => wordOf(thing[field])).join('.');
}

/** The mark in an If-Match header; null when it is none of ours. */
export function readMark(header: string): string | null {
  return FORM.exec(header)?.[1] ?? null;
}

/** Which of the fields are not as they were when the mark was made. A mark of another form: all of them. */
export function changedSince(
  mark: string,
  thing: Readonly<Record<string, unknown>>,
  fields: readonly string[],
): readonly string[] {
  const before = mark.split('.');
  if (before.length !== fields.length) return fields;
  return fields.filter((field, at) => before[at] !== wordOf(thing[field]));
}
