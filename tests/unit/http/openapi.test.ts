import { expect, test } from 'vitest';
import { routes } from '../../../src/http/contract.ts';
import { openApiDocument } from '../../../src/http/openapi.ts';

interface Operation {
  readonly operationId: string;
  readonly parameters: ReadonlyArray<{ name: string; in: string; required: boolean; schema: object }>;
  readonly responses: Record<string, { description: string }>;
  readonly requestBody?: { content: Record<string, { schema: object }> };
}
const document = openApiDocument('1.2.3') as {
  openapi: string;
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
);

test('the document is OpenAPI 3.1 and holds every route of the contract once', () => {
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(document.info.version).toBe('1.2.3');
  expect(operations.map((one) => one.operationId).sort()).toEqual(Object.keys(routes).sort());
  for (const { operationId, path, method } of operations) {
    const route = routes[operationId as keyof typeof routes];
    expect([route.path, route.method]).toEqual([path, method]);
  }
});

test('every place in a path is a parameter, required, and every parameter of a path has its place', () => {
  for (const { path, parameters } of operations) {
    const places = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    const named = parameters.filter((one) => one.in === 'path');
    expect(named.map((one) => one.name).sort(), path).toEqual(places.sort());
    expect(named.every((one) => one.required)).toBe(true);
    const keys = parameters.map((one) => `${one.in} ${one.name}`);
    expect(new Set(keys).size, path).toBe(keys.length);
  }
});

test('every reference leads to a schema that is there, and none into the open', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(references.length).toBeGreaterThan(20);
  for (const reference of references) {
    expect(reference).toMatch(/^#\/components\/schemas\/\w+$/);
    expect(document.components.schemas).toHaveProperty(reference.split('/').at(-1) ?? '');
  }
});

test('every operation says what it answers, and how it tells a problem', () => {
  for (const { operationId, responses } of operations) {
    expect(Object.keys(responses), operationId).toContain('default');
    expect(
      Object.keys(responses).filter((status) => /^2\d\d$/.test(status)),
      operationId,
    ).toHaveLength(1);
    for (const { description } of Object.values(responses)) expect(description.length).toBeGreaterThan(2);
  }
});
