import assert from 'node:assert/strict';
import { z } from 'zod';
import type { TestApp } from '../testing/app.ts';

const jsonSchema = z.record(z.string(), z.unknown());
const content = z.record(z.string(), z.looseObject({ schema: jsonSchema.optional() }));
const operation = z.looseObject({
  summary: z.string().optional(),
  parameters: z
    .array(z.looseObject({ name: z.string(), in: z.string(), required: z.boolean().optional(), schema: jsonSchema }))
    .default([]),
  requestBody: z.looseObject({ content, required: z.boolean().optional() }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: content.optional() })),
});
const description = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operation)) });

export type JsonSchema = z.infer<typeof jsonSchema>;
export type Operation = z.infer<typeof operation> & { name: string; method: string; path: string };

/** Every operation the server describes, called by method and path: `GET /v1/users/{id}`. */
export async function operationsOf(app: TestApp): Promise<Operation[]> {
  const { status, body } = await app.browser().get('/openapi.json');
  assert.equal(status, 200);
  return Object.entries(description.parse(body).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, found]) => ({
      ...found,
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
    })),
  );
}
