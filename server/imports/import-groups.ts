import { sql } from 'kysely';
import { deleteIfEmpty } from '../groups/delete-group.ts';
import { createMissingGroups } from '../groups/write-group.ts';
import type { Ctx } from '../kernel/context.ts';
import { readStoredFile } from './import-file.ts';

/**
 * Creates the groups that the plan of an import promises, before its first line is applied. Where a group of the name was made meanwhile,
 * its people go there.
 * @throws forbidden (403), groups_full (409)
 */
export async function createGroups(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const { newGroups } = await readStoredFile(ctx, id);
  if (newGroups.length === 0) return;
  for (const [wanted, existing] of await createMissingGroups(ctx, newGroups))
    await sql`update import_lines set group_id = ${existing}
      where account_id = ${ctx.accountId} and change_id = ${id} and group_id = ${wanted}`.execute(ctx.db);
}

/** Takes back the groups that an import made, once it is undone or has stopped. One that people are in stays. */
export async function dropGroups(ctx: Ctx, changeId: string): Promise<void> {
  const { newGroups } = await readStoredFile(ctx, changeId);
  for (const { id } of newGroups) await deleteIfEmpty(ctx, id);
}
