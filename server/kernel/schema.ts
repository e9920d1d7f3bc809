import { z } from 'zod';

/** A text of at most `max` characters, counted as JSON Schema does: an emoji is one, although JavaScript counts two. */
export function upTo(max: number) {
  return z
    .string()
    .refine((text) => !isTooLong(text, max), { error: `is longer than ${max} characters`, abort: true })
    .meta({ maxLength: max });
}

export function isTooLong(text: string, max: number): boolean {
  return text.length > max && [...text].length > max;
}

/** A time in an answer, as SQL's iso() writes it. */
export const moment = z.string().meta({ format: 'date-time' });

/** An object without fields: an answer or a body with nothing to say. */
export const empty = z.strictObject({}).meta({ id: 'Empty', description: 'An object with nothing in it.' });

/** The id and the name of what is referred to. */
export const reference = z.object({ id: z.string(), name: z.string() }).meta({ id: 'Reference' });

/** An object with at least one of its fields. */
export function notEmpty<Fields extends z.ZodObject>(fields: Fields, message: string) {
  return fields.refine((given) => Object.keys(given).length > 0, message).meta({ minProperties: 1 });
}

/** An id as callers send it. */
export const idSchema = z.uuid().toLowerCase().meta({ id: 'Id' });
