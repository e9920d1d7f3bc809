import { type Example, examples } from './examples.ts';
import type { Operation } from './operations.ts';
import type { World } from './world.ts';

/** The first example of an operation, as the Owner may ask it: the base that is then spoilt in one place. */
export async function asked({ name, path }: Operation, world: World) {
  const [example]: Example[] = examples[name] ?? [];
  const ids = (await example?.things?.(world, 'owner')) ?? {};
  const { path: named = {}, query = {}, body, headers = {} } = example?.ask?.(ids) ?? {};
  const address = path.replace(/\{(\w+)\}/g, (_, param: string) => named[param] ?? ids[param] ?? '');
  return { address, query, body, headers };
}

export function bodySchema(operation: Operation) {
  return operation.requestBody?.content['application/json']?.schema;
}

/** An address with these values in the places of its parameters. */
export function fill(path: string, values: Record<string, unknown>): string {
  return path.replace(
    /\{(\w+)\}/g,
    (_, name: string) => encodeURIComponent(textOf(values[name]).toWellFormed()) || '-',
  );
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.toWellFormed() : JSON.stringify(value ?? '');
}
