import { z } from 'zod';
import { problemSchema, type Route, type RouteName, routes } from './contract.ts';
import { EDIT_KINDS } from './edits.ts';

function parametersOf(name: string, route: Route): object[] {
  const of = (schema: z.ZodObject | undefined, where: 'path' | 'query') =>
    Object.entries(schema?.shape ?? {}).map(([name, value]) => ({
      name,
      in: where,
      required: where === 'path' || !(value as z.ZodType).safeParse(undefined).success,
      schema: jsonSchema(value as z.ZodType, 'input'),
    }));
  const headers = route.rawBody
    ? [{ name: 'Upload-Offset', in: 'header', required: true, schema: { type: 'integer', minimum: 0 } }]
    : route.method === 'post' && !route.open
      ? [
          {
            name: 'Idempotency-Key',
            in: 'header',
            required: false,
            schema: { type: 'string', minLength: 8, maxLength: 200 },
          },
        ]
      : [];
  const isEdit = EDIT_KINDS.some((one) => one.edits[name as RouteName] !== undefined);
  const ifMatch = { name: 'If-Match', in: 'header', required: false, schema: { type: 'string' } };
  return [...of(route.params, 'path'), ...of(route.query, 'query'), ...headers, ...(isEdit ? [ifMatch] : [])];
}

/** JSON Schema 2020-12 with references into the document's components. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const {
    $schema: _,
    $defs: __,
    ...rest
  } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<string, unknown>;
  return JSON.parse(JSON.stringify(rest).replaceAll('"#/$defs/', '"#/components/schemas/'));
}

function componentsOf(): Record<string, object> {
  const found: Record<string, object> = { Problem: jsonSchema(problemSchema, 'output') };
  for (const route of Object.values(routes) as Route[]) {
    const made = z.toJSONSchema(route.response, { io: 'output', unrepresentable: 'any' }) as {
      $defs?: Record<string, object>;
    };
    for (const [id, schema] of Object.entries(made.$defs ?? {})) {
      found[id] = JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));
    }
  }
  return found;
}

/** The OpenAPI 3.1 document of the whole contract. */
export function openApiDocument(version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [operationId, route] of Object.entries(routes) as Array<[string, Route]>) {
    const type = route.contentType ?? 'application/json';
    const answer = route.contentType
      ? { schema: { type: 'string' } }
      : { schema: jsonSchema(route.response, 'output') };
    const requestBody = route.rawBody
      ? { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } }
      : route.body && { required: true, content: { 'application/json': { schema: jsonSchema(route.body, 'input') } } };
    const problem = {
      description: 'Problem',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
    paths[route.path] = {
      ...paths[route.path],
      [route.method]: {
        operationId,
        summary: route.summary,
        ...(route.open ? { security: [] } : {}),
        parameters: parametersOf(operationId, route),
        ...(requestBody ? { requestBody } : {}),
        responses: {
          [String(route.status ?? 200)]: { description: route.summary, content: { [type]: answer } },
          default: problem,
        },
      },
    };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'LoaXa', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/api/v1' }],
    security: [{ session: [] }],
    paths,
    components: {
      schemas: componentsOf(),
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'loaxa_session' } },
    },
  };
}
