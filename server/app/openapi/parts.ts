import { z } from 'zod';

/** A part of a description, as JSON. */
export const partSchema = z.record(z.string(), z.unknown());
export type Part = z.infer<typeof partSchema>;

const operationSchema = z.looseObject({
  tags: z.array(z.string()),
  parameters: z.array(partSchema).optional(),
  requestBody: z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: partSchema })) }).optional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string() })),
  'x-problems': z.array(z.string()),
  'x-idempotency-key': z.boolean(),
  'x-if-match': z.boolean(),
  'x-query': z.record(z.string(), partSchema),
});
/** An operation as the libraries describe it, with what only its route's config says. */
export type Operation = z.infer<typeof operationSchema>;

export const wholeSchema = z.looseObject({
  tags: z.array(z.looseObject({ name: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.looseObject({ schemas: z.record(z.string(), partSchema) }),
});
export type Whole = z.infer<typeof wholeSchema>;

/** The same with a change made to every object in it, inner objects first. */
export function changed<T>(part: T, change: (inner: Part) => Part): T {
  return JSON.parse(JSON.stringify(part), (_, value: unknown) => (isPart(value) ? change(value) : value));
}

export function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function operationsOf({ paths }: Whole): Operation[] {
  return Object.values(paths).flatMap((methods) => Object.values(methods));
}

/** The same with a change made to every operation. */
export function changedPaths<T>(
  paths: Whole['paths'],
  change: (operation: Operation) => T,
): Record<string, Record<string, T>> {
  const inner = (methods: Record<string, Operation>) =>
    Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, change(operation)]));
  return Object.fromEntries(Object.entries(paths).map(([path, methods]) => [path, inner(methods)]));
}
