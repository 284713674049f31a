import type { z } from 'zod';
import type { RouteAnswer, Routes } from '../../http/contract.ts';
import { heard, missed } from '../live/connection.ts';
import { failureOf, Refused, Unreachable } from './failure.ts';
import { pathOf, queryText, USED, type UsedRoute } from './routes.ts';

type Sent<Name extends UsedRoute, Part extends string> =
  Routes[Name] extends Record<Part, infer Schema extends z.ZodType> ? Record<Part, z.input<Schema>> : object;
/** What a caller gives: the inputs of the contract, and a repeat key wherever something is created. */
export type Request<Name extends UsedRoute> = Sent<Name, 'params'> &
  Sent<Name, 'query'> &
  Sent<Name, 'body'> &
  (Routes[Name] extends { status: 201 } ? { key: string } : object) & {
    /** What the person saw when the edit began: the station says so when somebody else changed it meanwhile. */
    seen?: { readonly mark?: string | undefined } | undefined;
  };
export type Answer<Name extends UsedRoute> = RouteAnswer<Name>;

const ANSWER_WITHIN_MS = 12_000;
let onSignedOut = () => {};
let proveNow: () => Promise<boolean> = async () => false;
let touchedAt = performance.now();
for (const deed of ['pointerdown', 'keydown'] as const) addEventListener(deed, () => (touchedAt = performance.now()));

/** Tells who wants to know that the station no longer knows this session. */
export function whenSignedOut(act: () => void): void {
  onSignedOut = act;
}

/** Tells who asks the person for the second step, and answers true once it was taken. */
export function whenProofNeeded(ask: () => Promise<boolean>): void {
  proveNow = ask;
}

/**
 * Asks the station. What a person does that needs the second step asks for that step and then goes on; what only looks
 * does not ask. Throws Refused (it said no) or Unreachable (no answer).
 */
export async function call<Name extends UsedRoute>(name: Name, request: Request<Name>): Promise<Answer<Name>> {
  try {
    return await askOnce(name, request);
  } catch (error) {
    const isLooking = USED[name][0] === 'get';
    if (isLooking || !(error instanceof Refused) || error.code !== 'SECOND_FACTOR_NEEDED') throw error;
    if (!(await proveNow())) throw error;
    return await askOnce(name, request);
  }
}

/** Asks the station once. Throws Refused (it said no) or Unreachable (no answer). */
async function askOnce<Name extends UsedRoute>(name: Name, request: Request<Name>): Promise<Answer<Name>> {
  const { params, query, body, key, seen } = request as {
    params?: Record<string, string>;
    query?: Record<string, string | number | undefined>;
    body?: unknown;
    key?: string;
    seen?: { readonly mark?: string };
  };
  const [method, template] = USED[name];
  const idle = Math.floor((performance.now() - touchedAt) / 1000);
  const headers: Record<string, string> = { accept: 'application/json', 'x-idle-seconds': String(idle) };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (key !== undefined) headers['idempotency-key'] = key;
  if (seen?.mark !== undefined) headers['if-match'] = `"${seen.mark}"`;
  let status: number;
  let answer: unknown;
  try {
    const response = await fetch(pathOf(template, params ?? {}) + queryText(query ?? {}), {
      method: method.toUpperCase(),
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    status = response.status;
    const text = await response.text();
    answer = text === '' ? {} : JSON.parse(text);
  } catch (error) {
    missed();
    throw new Unreachable(error);
  }
  return judge(status, answer) as Answer<Name>;
}

const FILE_WITHIN_MS = 120_000;

/** Sends a small file as it is. Throws as `call` does. */
export async function sendFile<Name extends 'importAreas' | 'putAttachment' | 'putMap'>(
  name: Name,
  query: Readonly<Record<string, string>>,
  file: Blob,
  more: { readonly params?: Record<string, string>; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer<Name>> {
  const [method, template] = USED[name];
  let status: number;
  let answer: unknown;
  try {
    const response = await fetch(pathOf(template, more.params ?? {}) + queryText(query), {
      method: method.toUpperCase(),
      headers: { accept: 'application/json', 'content-type': 'application/octet-stream', ...more.headers },
      body: file,
      cache: 'no-store',
      signal: AbortSignal.timeout(FILE_WITHIN_MS),
    });
    status = response.status;
    answer = await response.json();
  } catch (error) {
    missed();
    throw new Unreachable(error);
  }
  return judge(status, answer) as Answer<Name>;
}

/** Takes an answer for good or throws what is wrong with it, and keeps the books about the connection. */
export function judge(status: number, answer: unknown): unknown {
  if (status >= 200 && status < 300) {
    heard();
    return answer;
  }
  const failure = failureOf(status, answer);
  if (failure instanceof Refused) heard();
  else missed();
  if (status === 401) onSignedOut();
  throw failure;
}
