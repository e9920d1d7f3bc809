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

/** An object that names one of its fields at least. */
export function notEmpty<Fields extends z.ZodObject>(fields: Fields, message: string) {
  return fields.refine((given) => Object.keys(given).length > 0, message).meta({ minProperties: 1 });
}
