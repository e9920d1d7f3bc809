import { z } from 'zod';

/** A text of at most so many characters, counted as JSON Schema counts them: an emoji is one, although JavaScript counts two. */
export function upTo(max: number) {
  return z
    .string()
    .refine((text) => !isTooLong(text, max), { error: `is longer than ${max} characters`, abort: true })
    .meta({ maxLength: max });
}

export function isTooLong(text: string, max: number): boolean {
  return text.length > max && [...text].length > max;
}

/** A moment in an answer, as SQL's iso() writes it. */
export const moment = z.string().meta({ format: 'date-time' });

/** An object with nothing in it: an answer with nothing to say, or a body with nothing to ask. */
export const empty = z.strictObject({}).meta({ id: 'Empty', description: 'An object with nothing in it.' });

/** What is referred to, by its id and what it is called. */
export const reference = z.object({ id: z.string(), name: z.string() }).meta({ id: 'Reference' });

/** An object that names one of its fields at least. */
export function notEmpty<Fields extends z.ZodObject>(fields: Fields, message: string) {
  return fields.refine((given) => Object.keys(given).length > 0, message).meta({ minProperties: 1 });
}
