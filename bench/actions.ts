import type { PlanChange } from '../client/index.ts';
import { bulkGoal } from './bulk.ts';
import { type Bench, Owner, report, rounded, seconds, timed } from './support/bench.ts';
import { copyIn, copyOf, fill } from './support/crowd.ts';

type Action = {
  select: Record<string, unknown>;
  do: Record<string, unknown>;
  /** The same as raw SQL in PostgreSQL, and its reverse. */
  raw: string;
  back?: string;
};

/** Every action on a selection of all people: planned, applied and undone, against the same UPDATE in PostgreSQL. */
const actions: Record<string, Action> = {
  department: {
    select: { type: 'basic' },
    do: { set: { department: 'Everywhere' } },
    raw: "department = 'Everywhere'",
    back: "department = 'Sales'",
  },
  group: {
    select: { type: 'basic' },
    do: { set: { groupId: 'new' } },
    raw: 'group_id = $2',
    back: 'group_id = (select default_group_id from accounts where id = $1)',
  },
  deactivate: {
    select: { status: 'active', type: 'basic' },
    do: { set: { status: 'deactivated' } },
    raw: "status = 'deactivated'",
    back: "status = 'active'",
  },
  type: { select: { type: 'basic' }, do: { set: { type: 'pro' } }, raw: "type = 'pro'" },
  'add-ons': {
    select: { type: 'pro' },
    do: { set: { addOns: { add: ['webinar'] } } },
    raw: "add_ons = '{webinar}'",
    back: "add_ons = '{}'",
  },
  remove: {
    select: { type: 'pro' },
    do: { remove: true },
    raw: "status = 'removed', status_before = status, removed_at = now()",
    back: 'status = status_before, status_before = null, removed_at = null',
  },
};

const resend: Action = {
  select: { status: 'pending' },
  do: { resend: true },
  raw: "invitation_version = invitation_version + 1, invited_at = now(), expires_at = now() + interval '30 days', mail_state = 'queued', mail_at = now()",
};

/** P3 for every action of the selection bar. Each runs once, because they take long. */
export async function actionsBench({ url, sql, rows }: Bench): Promise<void> {
  const [floor, owner] = [await new Owner(url).signUp('rawactions'), await new Owner(url).signUp('actions')];
  for (const filled of [floor, owner]) await fill(sql, filled, rows);
  for (const product of ['pro', 'webinar']) await owner.buy(product, rows + 1);
  for (const [name, action] of Object.entries(actions)) await measure(name, action, floor, owner);

  const [rawPending, pending] = [await new Owner(url).signUp('rawpending'), await new Owner(url).signUp('pending')];
  for (const filled of [rawPending, pending]) await copyIn(sql, copyOf(rows, filled.accountId, filled, 'pending'));
  await sql.query('vacuum analyze users');
  await pending.pauseMail(true);
  await measure('resend', resend, rawPending, pending);

  async function measure(name: string, { select, do: what, raw, back }: Action, floor: Owner, owner: Owner) {
    const groups = await Promise.all(
      [floor, owner].map((one) => one.api.POST('/v1/groups', { body: { name: `For ${name}` } })),
    );
    const [rawGroup, group] = groups.map(({ data }) => data.id);
    const update = (set: string) =>
      seconds(() =>
        sql.query(
          `update users set ${set}, updated_at = now() where account_id = $1 and id <> (select owner_id from accounts where id = $1)`,
          set.includes('$2') ? [floor.accountId, rawGroup] : [floor.accountId],
        ),
      );
    const body: PlanChange = JSON.parse(
      JSON.stringify({ select: { where: select }, do: what }).replace('"new"', `"${group}"`),
    );
    const rawSeconds = await update(raw);
    const [planned, plan] = await timed(() => owner.api.POST('/v1/changes', { body }));
    const [applied, change] = await timed(() => owner.apply(plan.data));
    const details: Record<string, unknown> = {
      result: change.result,
      seconds: { raw: rounded(rawSeconds), planned: rounded(planned), applied: rounded(applied) },
    };
    report(`actions, ${name}`, { rows, ratio: (planned + applied) / rawSeconds, goal: bulkGoal(rows), details });
    if (back === undefined) return;
    const rawBack = await update(back);
    const undo = await seconds(() => owner.undo(change));
    report(`actions, ${name}, undo`, {
      rows,
      ratio: undo / rawBack,
      goal: bulkGoal(rows),
      details: { seconds: { raw: rounded(rawBack), undo: rounded(undo) } },
    });
    await sql.query('vacuum users');
  }
}
