/** JSON that different readers would read differently, or that would exhaust whoever walks through it. */
import { StationError } from '#kernel';

/** Nothing of the contract is half as deep. */
const MOST_LEVELS = 32;
/** Texts, numbers and marks, one after the other; what is between them is left to the parser. */
const TOKEN = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|-?\d[\d.eE+-]*|[{}[\],:]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const refuse = (problem: string) => new StationError('REQUEST_INVALID', { field: 'body', problem });

/**
 * Throws REQUEST_INVALID for JSON text that is nested too deep, says a key twice, or holds a number or a letter that does
 * not exist. Reads it once, before anybody parses it; whether it is JSON at all is the parser's word.
 */
export function refuseOddJson(bytes: Uint8Array): void {
  const text = decoded(bytes);
  /** The keys of every map that is open; null: a list. */
  const open: Array<Set<string> | null> = [];
  let isKeyNext = false;
  for (const [token] of text.matchAll(TOKEN)) {
    const keys = open.at(-1);
    const first = token[0] ?? '';
    if (first === '"') {
      const said = saidBy(token);
      if (isKeyNext && keys) {
        if (keys.has(said)) throw refuse(`"${said.slice(0, 60)}" × 2`);
        keys.add(said);
      }
    } else if (first === '{' || first === '[') {
      open.push(first === '{' ? new Set() : null);
      if (open.length > MOST_LEVELS) throw refuse(`> ${MOST_LEVELS} {[`);
    } else if (first === '}' || first === ']') open.pop();
    else if (first === '-' || /\d/.test(first)) mustBeNumber(token);
    isKeyNext = first === '{' || (first === ',' && keys instanceof Set);
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse('UTF-8');
  }
}

/** The text that a token stands for, without its quotes. */
function saidBy(token: string): string {
  if (!token.includes('\\')) return token.slice(1, -1);
  let said: string;
  try {
    said = JSON.parse(token) as string;
  } catch {
    throw refuse('JSON');
  }
  if (LONE_SURROGATE.test(said)) throw refuse('\\ud800–\\udfff');
  return said;
}

/** 1e400 would be endless, and -0 is no number that a person means. */
function mustBeNumber(token: string): void {
  const value = Number(token);
  if (!Number.isFinite(value) || Object.is(value, -0)) throw refuse(token.slice(0, 60));
}
