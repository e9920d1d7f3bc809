import { type RawBuilder, sql } from 'kysely';
import type { Field as UserField } from '../changes/engine/change.ts';
import type { Wants } from '../changes/engine/wants.ts';
import type { StoredFile } from './import-file.ts';

type Settings = { type?: string; groupId?: string; addOns?: string[] };

/** The columns of lines that wants are made of; id and seq come first. */
export const wantedColumns: RawBuilder<unknown> = sql`first_name, last_name, name_key, department, group_id, type, add_ons`;

/** An invitation that has run out by now, of `users u`. The clock is asked once a statement. */
export const expired: RawBuilder<unknown> = sql`u.status = 'pending' and u.expires_at <= (select muster_now())`;

/**
 * What lines want of users who are there already: from is a relation w with id, seq and wantedColumns. What the file has no
 * column for is not touched; with renewing, an expired invitation is renewed. Role and status never come from a file.
 */
export function wantsOfLines(
  from: RawBuilder<unknown>,
  file: Pick<StoredFile, 'columns'>,
  settings: Settings,
  renewing: boolean,
): Wants {
  const mapped = new Set(file.columns.map(({ field }) => field));
  const values: Partial<Record<UserField, RawBuilder<unknown>>> = {};
  if (renewing) values.status = sql`case when ${expired} then 'resent' end`;
  if (mapped.has('firstName')) values.firstName = sql`w.first_name`;
  if (mapped.has('lastName')) values.lastName = sql`w.last_name`;
  if (mapped.has('department')) values.department = sql`w.department`;
  if (mapped.has('group') || settings.groupId !== undefined) values.groupId = sql`w.group_id`;
  if (mapped.has('type') || settings.type !== undefined) values.type = sql`w.type`;
  // A change of type may take add-ons away, so these are then touched too.
  if (values.type || mapped.has('addOns') || settings.addOns !== undefined) values.addOns = sql`w.add_ons`;
  if (!values.firstName && !values.lastName) return { from, values };
  return {
    from,
    values,
    nameKey: sql`case when w.first_name is not null or w.last_name is not null then w.name_key end`,
  };
}
