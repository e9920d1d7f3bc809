import { sql } from 'kysely';
import { z } from 'zod';
import { readEmail } from '../../access/rules/email.ts';
import { reachOf, requirePermission } from '../../access/rules/permissions.ts';
import { all } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import { type Details, Problem, type ProblemCode, sentence } from '../../kernel/problem.ts';
import { upTo } from '../../kernel/schema.ts';
import { freeType } from '../../seats/catalog.ts';
import { heldBy } from '../../seats/seat-ledger.ts';
import type { Tools } from '../../tools.ts';
import { nameKey } from '../../users/name.ts';
import { departmentSchema, idSchema, nameSchema } from '../../users/user.ts';
import { noResult } from '../engine/change.ts';
import { createUsers } from '../engine/create-users.ts';
import { beginChange, finishChange } from '../engine/record.ts';
import type { Seating } from '../engine/seating.ts';
import { requireFitting, requireKnown } from '../engine/valid-settings.ts';
import { type Edit, type PersonSaid, wantsOfPeople } from '../engine/wants.ts';
import { writeUsers } from '../engine/write-users.ts';
import { queueInvitations } from '../run/queue-invitations.ts';

const key = upTo(40).min(1);

export const addBody = z.strictObject({
  users: z
    .array(
      z.strictObject({
        email: upTo(1000),
        firstName: nameSchema.optional(),
        lastName: nameSchema.optional(),
        department: departmentSchema.optional(),
      }),
    )
    .min(1)
    .max(1000),
  type: key.optional().describe('The first unpaid type if left out.'),
  groupId: idSchema.optional().describe('The default group if left out.'),
  addOns: z.array(key).max(50).optional(),
  role: z.enum(['admin', 'member']).optional().describe('Only the Owner invites Admins.'),
});
export type AddBody = z.infer<typeof addBody>;
export type Refused = { email: string; code: string; detail: string };
export type Added = { ids: string[]; refused: Refused[]; changeId: string };

type Line = {
  line: number;
  email: string;
  email_key: string;
  first_name: string;
  last_name: string;
  name_key: string;
  department: string;
};

/**
 * Adds and invites up to 1,000 people with the same settings. An address whose invitation has expired is invited anew.
 * Refused ones are named with the reason; a shortage of seats refuses all.
 * @throws type_unknown, group_unknown, add_on_unknown, add_on_needs_type (422), role_forbidden (403), seats_short (409)
 */
export async function addUsers(ctx: Ctx, tools: Tools, body: AddBody): Promise<Added> {
  requirePermission(ctx, 'invitations.manage');
  const type = body.type ?? freeType(tools.catalog);
  const addOns = [...new Set(body.addOns ?? [])].sort();
  const role = body.role ?? 'member';
  const grant: readonly string[] = reachOf(ctx.permissions).grant;
  if (!grant.includes(role)) throw new Problem('role_forbidden');
  await requireKnown(ctx, tools.catalog, { type, groupId: body.groupId, addOns });
  requireFitting(tools.catalog, type, addOns);
  const { lines, refused } = readLines(body);
  const changeId = beginChange(ctx, {
    source: ctx.channel,
    do: { add: { type, addOns, role, ...(body.groupId ? { groupId: body.groupId } : {}) } },
    state: 'applying',
    total: lines.length,
  });
  // Users are locked before the ledger, which adding locks: so those who may be renewed afterwards are locked here.
  if (heldBy(tools.catalog, { status: 'pending', type, addOns }).length > 0)
    ctx.db.post(sql`select 1 from users where ${expiredAmong(ctx, lines)} order by id for update`);
  const seating: Seating = { overflow: 'refuse' };
  const relation = sql`(select t.*, ${type}::text as type, ${addOns}::text[] as add_ons, ${role}::text as role,
      ${body.groupId === undefined ? sql`(select default_group_id from accounts where id = ${ctx.accountId})` : sql`${body.groupId}::uuid`} as group_id
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as t (line int, email text, email_key text, first_name text, last_name text, name_key text, department text)) as l`;
  const made = await createUsers(ctx, { changeId, seq: 0 }, relation, tools, seating);
  const taken = lines.filter((line) => made.taken.includes(line.line));
  for (const { line, email } of lines) if (made.unproven.includes(line)) refused.push(refusal(email, 'owner_unproven'));
  const settings = { type, addOns, role, groupId: body.groupId };
  const renewed = await renewExpired(ctx, tools, { changeId, body, settings }, taken, seating);
  for (const { line, email } of taken)
    if (!renewed.some((other) => other.line === line)) refused.push(refusal(email, 'email_taken'));
  const ids = [...made.ids, ...renewed.map(({ id }) => id)];
  if (ids.length === 0) ctx.db.post(sql`delete from changes where account_id = ${ctx.accountId} and id = ${changeId}`);
  else {
    const result = { ...noResult, create: made.ids.length, update: renewed.length, refused: refused.length };
    finishChange(ctx, changeId, {
      result,
      event: 'users.added',
      ...(ids[0] && ids.length === 1 ? { userId: ids[0] } : {}),
    });
    queueInvitations(ctx, tools, { changeId });
  }
  const lineOf = new Map([
    ...made.ids.map((id, i) => [id, made.lines[i] ?? 0] as const),
    ...renewed.map(({ id, line }) => [id, line] as const),
  ]);
  return { ids: ids.sort((a, b) => (lineOf.get(a) ?? 0) - (lineOf.get(b) ?? 0)), refused, changeId };
}

function readLines(body: AddBody): { lines: Line[]; refused: Refused[] } {
  const lines: Line[] = [];
  const refused: Refused[] = [];
  const seen = new Set<string>();
  for (const [line, user] of body.users.entries()) {
    const address = readEmail(user.email);
    if ('why' in address) refused.push(refusal(user.email, 'email_invalid', address));
    else if (seen.has(address.key)) refused.push(refusal(user.email, 'email_duplicate'));
    else {
      const { email, key } = address;
      seen.add(key);
      const [first, last] = [user.firstName ?? '', user.lastName ?? ''];
      lines.push({
        line,
        email,
        email_key: key,
        first_name: first,
        last_name: last,
        name_key: nameKey(first, last, key),
        department: user.department ?? '',
      });
    }
  }
  return { lines, refused };
}

function refusal(email: string, code: ProblemCode, details: Details = {}): Refused {
  return { email, code, detail: sentence(code, details) };
}

/** Those of `users` who let an invitation expire to one of these addresses. */
const expiredAmong = (ctx: Ctx, lines: Line[]) =>
  sql`account_id = ${ctx.accountId} and removed_at is null and status = 'pending' and expires_at <= muster_now() and email_key = any(${lines.map((line) => line.email_key)}::text[])`;

type Expired = { id: string; email_key: string; first_name: string; last_name: string };
type Renewal = { changeId: string; body: AddBody; settings: Edit };
type Renewed = { id: string; line: number };

/** People whose invitation has run out get a new one, with the settings that are asked for now, and the names if any are. */
async function renewExpired(
  ctx: Ctx,
  tools: Tools,
  { changeId, body, settings }: Renewal,
  lines: Line[],
  seating: Seating,
): Promise<Renewed[]> {
  if (lines.length === 0) return [];
  const expired = await all(
    ctx.db,
    sql<Expired>`select id, email_key, first_name, last_name from users where ${expiredAmong(ctx, lines)} order by id for update`,
  );
  if (expired.length === 0) return [];
  const lineOf = new Map(lines.map(({ email_key, line }) => [email_key, line]));
  const people = expired.map((person) => {
    const line = lineOf.get(person.email_key) ?? 0;
    return { person, line, said: body.users[line] ?? {} };
  });
  const done = await writeUsers(
    ctx,
    { changeId, seq: 1, outcome: 'update' },
    wantsOfPeople(people.map(saidOf), { ...settings, status: 'resent' }),
    { rules: tools },
    seating,
  );
  const refused = new Set(Object.values(done.refused).flat());
  return people.map(({ person, line }) => ({ id: person.id, line })).filter(({ id }) => !refused.has(id));
}

type Said = Omit<AddBody['users'][number], 'email'>;

function saidOf({ person, line, said }: { person: Expired; line: number; said: Said }): PersonSaid {
  const { firstName = null, lastName = null, department = null } = said;
  const key = nameKey(firstName ?? person.first_name, lastName ?? person.last_name, person.email_key);
  return { id: person.id, seq: line, firstName, lastName, department, nameKey: key };
}
