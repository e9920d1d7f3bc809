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

/** One value, or a list, of a parameter that comes several times or has commas between its values. */
export function splitAtCommas(given: unknown): unknown {
  const parts = [given].flat().flatMap((part) => (typeof part === 'string' ? part.split(',') : [part]));
  return parts.length === 1 ? parts[0] : parts;
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

/*
 * Days and times as callers send them (RFC 3339, years 1000 to 2999): each is of the calendar and of PostgreSQL, so nothing is left to check.
 * Patterns, because openapi.json says with them exactly what is accepted.
 */
const leapDay = String.raw`(?:[12]\d(?:[2468][048]|[13579][26]|0[48])|(?:12|16|20|24|28)00)-02-29`;
const monthAndDay = String.raw`(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8])`;
const day = String.raw`(?:${leapDay}|[12]\d{3}-(?:${monthAndDay}))`;
const clock = String.raw`T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)`;

/** A time with its offset: 2026-11-28T09:30:00+01:00. */
export const timeSchema = z
  .string()
  .regex(new RegExp(`^${day}${clock}$`), 'is no time such as 2026-11-28T09:30:00Z')
  .meta({ id: 'Time' });

/** A day, which begins at midnight in UTC, or a time. */
export const dayOrTimeSchema = z
  .string()
  .regex(new RegExp(`^${day}(?:${clock})?$`), 'is no day (2026-11-28) and no time (2026-11-28T09:30:00Z)')
  .meta({ id: 'DayOrTime' });
