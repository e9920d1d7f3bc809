import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { Problem } from '../kernel/problem.ts';

/** The ways to write a time that spreadsheets of some country read as a date. */
const dates = [
  ...(['yyyy-MM-dd HH:mm', 'dd.MM.yyyy HH:mm', 'dd/MM/yyyy HH:mm', 'dd-MM-yyyy HH:mm'] as const),
  ...(['MM/dd/yyyy HH:mm', 'yyyy/MM/dd HH:mm', 'yyyy.MM.dd HH:mm'] as const),
] as const;
export const timeFormatSchema = z.enum(['iso', ...dates]).meta({
  id: 'TimeFormat',
  description: 'iso is 2026-11-28T14:04:00Z, in UTC. The others are local times of timeZone.',
});

/**
 * The name of a time zone that every system knows: Europe/Kyiv is Europe/Kiev on some. Offsets are no names: PostgreSQL takes their sign the
 * other way round.
 * @throws time_zone_unknown (422)
 */
export function requireZone(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  try {
    if (/^[a-z]/i.test(given)) return new Intl.DateTimeFormat('en', { timeZone: given }).resolvedOptions().timeZone;
  } catch {
    // A RangeError says that there is no such zone.
  }
  throw new Problem('time_zone_unknown', { timeZone: given });
}

export interface Times {
  timeFormat?: z.infer<typeof timeFormatSchema> | undefined;
  timeZone?: string | undefined;
}

type Sql = RawBuilder<unknown>;

/** A way to write times into text. Without any choice it is PostgreSQL's: others take a third of the time of a whole export. */
export function timeAsText({ timeFormat, timeZone }: Times): (time: Sql) => Sql {
  if (timeFormat === undefined && timeZone === undefined) return (time) => time;
  const { format, zone } = chosen({ timeFormat, timeZone });
  const pattern = format
    .replace('yyyy', 'YYYY')
    .replace('dd', 'DD')
    .replace('HH', 'HH24')
    .replace('mm', 'MI')
    .replace('ss', 'SS');
  return (time) => sql`to_char(${time} at time zone ${zone}, ${pattern})`;
}

/** For a workbook: seconds of the local time, and the number format that shows them. */
export function timeAsNumber(times: Times): { written: (time: Sql) => Sql; numberFormat: string } {
  const { format, zone } = chosen(times);
  return {
    written: (time) => sql`floor(extract(epoch from ${time} at time zone ${zone}))`,
    numberFormat: format.replace('MM', 'mm').replace('HH', 'hh'),
  };
}

function chosen({ timeFormat = 'yyyy-MM-dd HH:mm', timeZone = 'UTC' }: Times): { format: string; zone: string } {
  return timeFormat === 'iso'
    ? { format: 'yyyy-MM-dd"T"HH:mm:ss"Z"', zone: 'UTC' }
    : { format: timeFormat, zone: timeZone };
}
