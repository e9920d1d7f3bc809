import { sql } from 'kysely';
import { z } from 'zod';
import { emailMax, requireEmail } from '../../access/rules/email.ts';
import { forgetCallers } from '../../access/sessions/remembered.ts';
import type { AuditEvent } from '../../audit/events.ts';
import { one } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import { rates } from '../../kernel/limits.ts';
import { isProblemCode, Problem, type ProblemCode } from '../../kernel/problem.ts';
import { recordOf } from '../../kernel/records.ts';
import { notEmpty, upTo } from '../../kernel/schema.ts';
import type { Tools } from '../../tools.ts';
import { nameKey } from '../../users/name.ts';
import { lockUser } from '../../users/read-users.ts';
import { fieldOf, fields, textFields } from '../../users/rules/fields.ts';
import { mailsAgainAt } from '../../users/rules/user-sql.ts';
import { textSchemas } from '../../users/user.ts';
import { settingsSchema } from '../engine/change.ts';
import { invitationsLeft, noteInvited } from '../engine/early-invitations.ts';
import { type Edit, proposalOfEdit } from '../engine/proposal.ts';
import { beginChange, finishChange } from '../engine/record.ts';
import { namedAddOns, requireFitting, requireKnown, settingsProblems } from '../engine/valid-settings.ts';
import { writeUsers } from '../engine/write-users.ts';
import { planProposal } from '../run/plan.ts';
import { leaveQueue, queueInvitations } from '../run/queue-invitations.ts';
import { announceAddress } from './announce-address.ts';
import { announceRoles } from './announce-roles.ts';

export const editBody = notEmpty(
  z.strictObject({
    ...settingsSchema.shape,
    email: upTo(emailMax).optional(),
    ...recordOf(textFields, (field) => textSchemas[field].optional()),
  }),
  'changes nothing',
).meta({ id: 'UpdateUser' });

export const editProblems = [
  'unknown_user',
  'already_removed',
  'owner_protected',
  'admin_protected',
  'self_protected',
  'role_forbidden',
  'not_joined',
  ...settingsProblems,
  'manager_self',
  'add_on_needs_type',
  'seats_short',
  'email_invalid',
  'email_taken',
  'owner_unproven',
  'mail_limited',
] as const;
export const removeProblems = ['unknown_user', 'owner_protected', 'admin_protected', 'self_protected'] as const;
export const restoreProblems = [
  'unknown_user',
  'admin_protected',
  'email_taken',
  'seats_short',
  'mail_limited',
] as const;

type Asked = Omit<Edit, 'emailKey' | 'nameKey'>;

/**
 * Changes one person: a change with a selection of one. Returns the change's id, or null if nothing differs. asSelf: an actor's own names.
 * @throws the code of the refusal, such as owner_protected (403) or seats_short (409)
 */
export async function editUser(
  ctx: Ctx,
  tools: Tools,
  id: string,
  asked: Asked,
  how: { source?: string; asSelf?: boolean; event?: AuditEvent } = {},
): Promise<string | null> {
  await requireKnown(ctx, tools.catalog, asked);
  const now = await lockUser(ctx, id);
  if (asked.addOns !== undefined) requireFitting(tools.catalog, asked.type ?? now.type, namedAddOns(asked.addOns));
  const edit = withKeys(now, asked);
  if (edit.emailKey !== undefined && edit.emailKey !== now.email_key && !how.asSelf) await requireInvitable(ctx, tools);
  const proposal = proposalOfEdit(id, edit);
  const changeId = beginChange(ctx, {
    source: how.source ?? ctx.channel,
    do: describe(asked),
    select: { ids: [id] },
    state: 'applying',
    total: 1,
  });
  // A person who is not mailed yet gets no mail by a new address.
  const waits = now.mail_state === 'not_sent' && asked.status === undefined;
  const options = { rules: tools, asSelf: how.asSelf ?? false, ...(waits && { invite: 'later' as const }) };
  const outcome = asked.status === 'removed' ? 'remove' : 'update';
  if (ctx.dryRun)
    ctx.dryRun.plan = await planProposal(ctx, proposal, { rules: tools, outcome, asSelf: options.asSelf });
  const done = await writeUsers(ctx, { changeId, seq: 0, outcome }, proposal, options, { overflow: 'refuse' });
  const [code] = Object.keys(done.refused);
  if (code === 'mail_limited') throw await tooManyMails(ctx, id);
  if (code !== undefined) throw new Problem(problemCode(code));
  if (done.result.unchanged === 1) {
    ctx.db.post(sql`delete from changes where account_id = ${ctx.accountId} and id = ${changeId}`);
    return null;
  }
  finishChange(ctx, changeId, { result: done.result, event: how.event ?? 'users.changed', userId: id });
  if (done.mails > 0) await queueInvitations(ctx, tools, { changeId });
  else if (done.result.remove > 0) await leaveQueue(ctx, { changeId });
  if (asked.email !== undefined && now.status === 'active')
    await announceAddress(ctx, tools, { userId: id, before: now.email });
  if (asked.role !== undefined) await announceRoles(ctx, tools, changeId, 0);
  ctx.afterCommit(forgetCallers);
  return changeId;
}

async function tooManyMails(ctx: Ctx, id: string): Promise<Problem> {
  const { nextAt, seconds } = await one(
    ctx.db,
    sql<{ nextAt: string; seconds: number }>`select iso(${mailsAgainAt}) as "nextAt",
      greatest(1, ceil(extract(epoch from ${mailsAgainAt} - muster_now())))::int as seconds
      from users u where u.account_id = ${ctx.accountId} and u.id = ${id}`,
  );
  return new Problem('mail_limited', { most: rates.invitationMails.most, nextAt, seconds });
}

/** A new address counts as another invited person. @throws owner_unproven (403) */
async function requireInvitable(ctx: Ctx, { config }: Tools): Promise<void> {
  const left = await invitationsLeft(ctx, config);
  if (left === 0) throw new Problem('owner_unproven');
  if (left !== null) noteInvited(ctx, 1);
}

/** The operation names the edited fields and the settings. Names and addresses are only in the chunk. */
function describe(asked: Asked): Record<string, unknown> {
  const named = fields.filter((field) => asked[field] !== undefined);
  const set = named.filter((field) => fieldOf(field).bulk).map((field) => [field, asked[field]]);
  return { edit: named, set: Object.fromEntries(set) };
}

/** Adds the keys for comparing and sorting, computed from the names and the address together. @throws unknown_user, email_invalid */
function withKeys(now: Awaited<ReturnType<typeof lockUser>>, asked: Asked): Edit {
  const address = asked.email === undefined ? null : requireEmail(asked.email);
  const key = address?.key ?? now.email_key;
  const edit: Edit = { ...asked };
  if (address) Object.assign(edit, { email: address.email, emailKey: address.key });
  if (address || asked.firstName !== undefined || asked.lastName !== undefined) {
    edit.nameKey = nameKey(asked.firstName ?? now.first_name, asked.lastName ?? now.last_name, key);
  }
  return edit;
}

function problemCode(code: string): ProblemCode {
  if (!isProblemCode(code)) throw new Error(`a refusal without words: ${code}`);
  return code;
}
