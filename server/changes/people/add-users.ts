import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { readEmail } from '../../access/rules/email.ts';
import { reachOf, requirePermission } from '../../access/rules/permissions.ts';
import { all } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import { type Details, Problem, type ProblemCode, sentence } from '../../kernel/problem.ts';
import { recordOf } from '../../kernel/records.ts';
import { idSchema, upTo } from '../../kernel/schema.ts';
import { freeType } from '../../seats/catalog.ts';
import { heldBy } from '../../seats/holding.ts';
import { readSeats } from '../../seats/seat-ledger.ts';
import type { Tools } from '../../tools.ts';
import { nameKey } from '../../users/name.ts';
import { columnOf, emptyOf, type Field, fieldOf, fields, textFields } from '../../users/rules/fields.ts';
import { isExpired } from '../../users/rules/user-sql.ts';
import { textSchemas } from '../../users/user.ts';
import { noResult, type Plan } from '../engine/change.ts';
import { createUsers } from '../engine/create-users.ts';
import { inviteSchema, requireInviteDate } from '../engine/invite.ts';
import { type Edit, type Proposal, valuesOf } from '../engine/proposal.ts';
import { beginChange, finishChange } from '../engine/record.ts';
import type { SeatPolicy } from '../engine/seat-policy.ts';
import { requireFitting, requireKnown, settingsProblems } from '../engine/valid-settings.ts';
import { writeUsers } from '../engine/write-users.ts';
import { emptyPlan, refusalDetail } from '../run/plan.ts';
import { queueInvitations } from '../run/queue-invitations.ts';
import { scheduleInvitations } from '../run/schedule-invitations.ts';

const key = upTo(40).min(1);

const newUserSchema = z.strictObject({
  email: upTo(1000),
  ...recordOf(textFields, (field) => textSchemas[field].optional()),
});
newUserSchema.register(z.globalRegistry, { id: 'NewUser' });

export const addBody = z.strictObject({
  users: z.array(newUserSchema).min(1).max(1000),
  type: key.optional().describe('The first unpaid type if left out.'),
  groupId: idSchema.optional().describe('The default group if left out.'),
  managerId: idSchema.optional(),
  addOns: z.array(key).max(50).optional(),
  role: z.enum(['admin', 'member']).optional().describe('Only the Owner invites Admins.'),
  invite: inviteSchema.default('now'),
});
addBody.register(z.globalRegistry, { id: 'AddUsers' });
export const addProblems = [
  ...settingsProblems,
  'add_on_needs_type',
  'role_forbidden',
  'seats_short',
  'invite_date',
] as const;
export type AddBody = z.infer<typeof addBody>;
export type Refused = { email: string; code: string; detail: string };
export type Added = { ids: string[]; refused: Refused[]; changeId: string };

/** One person to add, as a row of the relation that createUsers takes. Texts are by column. */
type Line = { line: number; email: string; email_key: string; name_key: string; texts: Record<string, string> };

/**
 * Adds and invites up to 1,000 people with the same settings. An address whose invitation has expired is invited again. Refused people are
 * listed with the reason. A shortage of seats refuses all.
 * @throws type_unknown, group_unknown, add_on_unknown, add_on_needs_type (422), role_forbidden (403), seats_short (409)
 */
export async function addUsers(ctx: Ctx, tools: Tools, body: AddBody): Promise<Added> {
  requirePermission(ctx, 'invitations.manage');
  const type = body.type ?? freeType(tools.catalog);
  const addOns = [...new Set(body.addOns ?? [])].sort();
  const role = body.role ?? 'member';
  const grant: readonly string[] = reachOf(ctx.permissions).grant;
  if (!grant.includes(role)) throw new Problem('role_forbidden');
  await requireKnown(ctx, tools.catalog, { type, groupId: body.groupId, managerId: body.managerId, addOns });
  requireFitting(tools.catalog, type, addOns);
  await requireInviteDate(ctx, body.invite);
  const { lines, refused } = readLines(body);
  const free = ctx.dryRun ? await readSeats(ctx, tools.catalog) : [];
  const changeId = beginChange(ctx, {
    source: ctx.channel,
    do: {
      add: {
        type,
        addOns,
        role,
        ...(body.groupId ? { groupId: body.groupId } : {}),
        ...(body.managerId ? { managerId: body.managerId } : {}),
        ...(body.invite === 'now' ? {} : { invite: body.invite }),
      },
    },
    state: 'applying',
    total: lines.length,
  });
  // Adding locks the ledger, and users must be locked before it. So people who may be renewed later are locked here.
  if (heldBy(tools.catalog, { status: 'pending', type, addOns }).length > 0)
    ctx.db.post(sql`select 1 from users u where ${expiredAmong(ctx, lines)} order by id for update`);
  const policy: SeatPolicy = { overflow: 'refuse' };
  const relation = linesRelation(ctx, lines, { ...body, type, addOns, role });
  const made = await createUsers(ctx, { changeId, seq: 0 }, relation, { ...tools, invite: body.invite }, policy);
  const taken = lines.filter((line) => made.taken.includes(line.line));
  for (const { line, email } of lines) if (made.unproven.includes(line)) refused.push(refusal(email, 'owner_unproven'));
  const settings = { type, addOns, role, groupId: body.groupId, managerId: body.managerId };
  const renewed = await renewExpired(ctx, tools, { changeId, body, settings }, taken, policy);
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
    if (body.invite === 'now') await queueInvitations(ctx, tools, { changeId });
    else await scheduleInvitations(ctx, changeId, body.invite, ids.length);
  }
  if (ctx.dryRun) {
    const held = heldBy(tools.catalog, { status: 'pending', type, addOns });
    ctx.dryRun.plan = planOfAdding({ create: made.ids.length, update: renewed.length, refused }, body, held, free);
  }
  const lineOf = new Map([
    ...made.ids.map((id, i) => [id, made.lines[i] ?? 0] as const),
    ...renewed.map(({ id, line }) => [id, line] as const),
  ]);
  return { ids: ids.sort((a, b) => (lineOf.get(a) ?? 0) - (lineOf.get(b) ?? 0)), refused, changeId };
}

/** The lines as createUsers takes them: values per person, and values that are the same for all. */
function linesRelation(
  ctx: Ctx,
  lines: Line[],
  {
    type,
    addOns,
    role,
    groupId,
    managerId,
  }: Pick<AddBody, 'groupId' | 'managerId'> & { type: string; addOns: string[]; role: string },
): RawBuilder<unknown> {
  const forAll: Partial<Record<Field, RawBuilder<unknown>>> = {
    type: sql`${type}::text`,
    addOns: sql`${addOns}::text[]`,
    role: sql`${role}::text`,
    managerId: sql`${managerId ?? null}::uuid`,
    status: sql`'pending'`,
    groupId:
      groupId === undefined
        ? sql`(select default_group_id from accounts where id = ${ctx.accountId})`
        : sql`${groupId}::uuid`,
  };
  const ofEach = [sql`email`, sql`email_key`, sql`name_key`, ...textFields.map((field) => columnOf(field))];
  const others = fields.filter((field) => fieldOf(field).textMax === null && field !== 'email');
  const rows = lines.map(({ texts, ...line }) => ({ ...line, ...texts }));
  return sql`(
    select t.*, null::uuid as id, ${sql.join(others.map((field) => sql`${forAll[field] ?? emptyOf(field)} as ${columnOf(field)}`))}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (line int, ${sql.join(ofEach.map((column) => sql`${column} text`))})) as l`;
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
      const texts = Object.fromEntries(textFields.map((field) => [fieldOf(field).column, user[field] ?? '']));
      const name_key = nameKey(user.firstName ?? '', user.lastName ?? '', key);
      lines.push({ line, email, email_key: key, name_key, texts });
    }
  }
  return { lines, refused };
}

/** What adding would do, as the plan of a dry run. */
function planOfAdding(
  { refused, ...done }: { create: number; update: number; refused: Refused[] },
  { invite }: AddBody,
  held: string[],
  seats: Awaited<ReturnType<typeof readSeats>>,
): Plan {
  const added = done.create + done.update;
  const byCode = Map.groupBy(refused, ({ code }) => code);
  return {
    ...emptyPlan,
    ...done,
    refused: refused.length,
    refusals: [...byCode].map(([code, those]) => ({
      code,
      count: those.length,
      detail: refusalDetail(code),
      people: [],
    })),
    seats: held.map((product) => {
      const free = seats.find((seat) => seat.product === product)?.free ?? 0;
      return { product, needed: added, free };
    }),
    mails: invite === 'now' ? added : 0,
  };
}

function refusal(email: string, code: ProblemCode, details: Details = {}): Refused {
  return { email, code, detail: sentence(code, details) };
}

/** Users of `users u` with one of these addresses and an expired invitation. */
const expiredAmong = (ctx: Ctx, lines: Line[]) =>
  sql`u.account_id = ${ctx.accountId} and u.removed_at is null and ${isExpired} and u.email_key = any(${lines.map((line) => line.email_key)}::text[])`;

type Expired = { id: string; email_key: string; first_name: string; last_name: string };
type Renewal = { changeId: string; body: AddBody; settings: Edit };
type Renewed = { id: string; line: number };

/** Renews expired invitations with the requested settings, and with the names if any are given. */
async function renewExpired(
  ctx: Ctx,
  tools: Tools,
  { changeId, body, settings }: Renewal,
  lines: Line[],
  policy: SeatPolicy,
): Promise<Renewed[]> {
  if (lines.length === 0) return [];
  const expired = await all(
    ctx.db,
    sql<Expired>`select id, email_key, first_name, last_name from users u where ${expiredAmong(ctx, lines)} order by id for update`,
  );
  if (expired.length === 0) return [];
  const lineOf = new Map(lines.map(({ email_key, line }) => [email_key, line]));
  const people = expired.map((person) => {
    const line = lineOf.get(person.email_key) ?? 0;
    return { person, line, said: body.users[line] ?? {} };
  });
  const proposal = proposalOfPeople(people, { ...settings, status: 'resent' });
  const chunk = { changeId, seq: 1, outcome: 'update' } as const;
  const done = await writeUsers(ctx, chunk, proposal, { rules: tools, invite: body.invite }, policy);
  const refused = new Set(Object.values(done.refused).flat());
  return people.map(({ person, line }) => ({ id: person.id, line })).filter(({ id }) => !refused.has(id));
}

type Said = Omit<AddBody['users'][number], 'email'>;
type Person = { person: Expired; line: number; said: Said };

/** Values per person, and settings for all. A value that is missing for a person leaves the field unchanged. */
function proposalOfPeople(people: Person[], set: Edit): Proposal {
  const said = textFields.filter((field) => people.some((person) => person.said[field] !== undefined));
  const rows = people.map(({ person, line, said: texts }) => ({
    ...texts,
    id: person.id,
    seq: line,
    nameKey: nameKey(texts.firstName ?? person.first_name, texts.lastName ?? person.last_name, person.email_key),
  }));
  const columns = [sql`id uuid`, sql`seq int`, ...['nameKey', ...said].map((name) => sql`${sql.ref(name)} text`)];
  const relation = sql`(select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (${sql.join(columns)})) as p`;
  return {
    people: { relation, between: null },
    set: { ...valuesOf(set), ...Object.fromEntries(said.map((field) => [field, { from: field }])) },
    keys: { nameKey: { from: 'nameKey' } },
  };
}
