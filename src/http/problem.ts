import type { ErrorRequestHandler, Response } from 'express';
import type { z } from 'zod';
import { issueText } from '#config';
import { type ErrorCode, errorStatus, isStationError, newSecret, StationError, type World } from '#kernel';
import { storageFault } from '#store';

/** Sends an error as application/problem+json (RFC 9457) with its sentences in both languages. */
function sendProblem(response: Response, error: StationError): void {
  const { code, text, values } = error;
  const field = typeof values['field'] === 'string' ? { field: values['field'] } : {};
  const changed = typeof values['changed'] === 'string' ? { changed: values['changed'].split(',') } : {};
  const body = {
    type: `urn:loaxa:error:${code}`,
    title: text.en,
    status: errorStatus(code),
    code,
    detail: text,
    ...field,
    ...changed,
  };
  if (code === 'RATE_LIMITED') response.set('retry-after', String(values['seconds']));
  response.status(body.status).type('application/problem+json').send(JSON.stringify(body));
}

/** The first thing that zod found wrong, as an error that names the field. */
export function invalid(where: string, error: z.ZodError): StationError {
  const [issue] = error.issues;
  const field = [where, ...(issue?.path ?? [])].join('.');
  return new StationError('REQUEST_INVALID', { field, problem: issue ? issueText(issue) : '' });
}

/** Faults that express and its parsers raise before a handler runs. */
function codeOfStatus(status: unknown): ErrorCode | null {
  if (status === 413) return 'REQUEST_TOO_LARGE';
  return typeof status === 'number' && status >= 400 && status < 500 ? 'REQUEST_INVALID' : null;
}

/** The code under which an error is told. */
export function codeOf(error: unknown): ErrorCode {
  if (isStationError(error)) return error.code;
  return storageFault(error)?.code ?? codeOfStatus((error as { status?: unknown } | null)?.status) ?? 'INTERNAL';
}

/** The last resort of every request: coded errors are told, anything else is logged under an id and told without detail. */
export function problemHandler(world: World, limitBytes: number): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const fault = storageFault(error);
    const code = codeOfStatus((error as { status?: unknown }).status);
    if (isStationError(error)) sendProblem(response, error);
    else if (fault) sendProblem(response, fault);
    else if (code === 'REQUEST_TOO_LARGE') sendProblem(response, new StationError(code, { limit: limitBytes }));
    else if (code) sendProblem(response, new StationError(code, { field: 'body', problem: 'JSON' }));
    else {
      const id = newSecret(world.random, 64);
      world.logger.error('request failed', { id, method: request.method, path: request.path, error: String(error) });
      sendProblem(response, new StationError('INTERNAL', { id }));
    }
  };
}
