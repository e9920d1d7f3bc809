import { type RawBuilder, sql } from 'kysely';
import { permissionsOfRole } from '../access/rules/permissions.ts';
import { createStatement } from '../changes/engine/create-users.ts';
import { mayJudgeCohorts } from '../changes/engine/evaluate.ts';
import type { People } from '../changes/engine/people.ts';
import { type Proposal, proposalOf, proposalOfEdit } from '../changes/engine/proposal.ts';
import { writeStatement } from '../changes/engine/write-users.ts';
import { freezing, planStatement } from '../changes/run/plan.ts';
import { proposalOfRecord } from '../changes/run/undo-proposal.ts';
import { settleStatement } from '../imports/import-plan.ts';
import { proposalOfLines, proposedColumns } from '../imports/import-proposal.ts';
import type { Ctx, Db } from '../kernel/context.ts';
import { loadCatalog } from '../seats/catalog.ts';

/** The example for the statements: an account, its acting Owner, two of its people, their group and a change. */
export type Example = {
  accountId: string;
  ownerId: string;
  people: [string, string];
  groupId: string;
  changeId: string;
};

type Statement = { about: string; query: RawBuilder<unknown> };

const catalog = loadCatalog(null);
const rules = { catalog, rateLimits: { on: true } };

/** The statements of the engine, one of each kind, by the name of their golden file. */
export function statements(example: Example): Record<string, Statement> {
  const { people, groupId, changeId } = example;
  const [first, second] = people;
  const ctx = contextOf(example);
  const chunk = { changeId, seq: 0, outcome: 'update' } as const;
  const all: People = { where: sql`u.account_id = ${ctx.accountId} and u.type = 'basic' and u.removed_at is null` };
  const ofChunk: People = { changeId, seqs: [0], column: 'targets', between: [first, second] };
  const toPro = { set: { type: 'pro' } };
  const write = (proposal: Proposal, outcome: 'update' | 'remove' = 'update') => {
    const byCohort = mayJudgeCohorts(proposal);
    return writeStatement(ctx, { ...chunk, outcome }, proposal, { rules, byCohort, lock: !byCohort });
  };
  const plan = (proposal: Proposal) =>
    planStatement(ctx, proposal, { rules, byCohort: mayJudgeCohorts(proposal) }, freezing(ctx, changeId));
  const file = { filled: ['email' as const, 'firstName' as const, 'type' as const], choices: {} };
  return {
    'edit-type': {
      about: 'The type of one person becomes Pro.',
      query: write(proposalOfEdit(first, { type: 'pro' })),
    },
    'edit-type-down': {
      about: 'The type of one person becomes Basic. Add-ons that need another type go with it.',
      query: write(proposalOfEdit(first, { type: 'basic' })),
    },
    'edit-everything': {
      about: 'Every field of one person but the status is set.',
      query: write(
        proposalOfEdit(first, {
          email: 'ann@example.com',
          emailKey: 'ann@example.com',
          firstName: 'Ann',
          lastName: 'Low',
          nameKey: 'ann low',
          department: 'Sales',
          type: 'pro',
          addOns: ['webinar'],
          groupId,
          role: 'member',
        }),
      ),
    },
    'edit-join': { about: 'An invited person joins.', query: write(proposalOfEdit(first, { status: 'joined' })) },
    'plan-bulk-type': { about: 'All Basic to Pro is planned.', query: plan(proposalOf(all, toPro)) },
    'bulk-type': { about: 'One chunk of all Basic to Pro is applied.', query: write(proposalOf(ofChunk, toPro)) },
    'bulk-remove': {
      about: 'One chunk of a removal is applied.',
      query: write(proposalOf(ofChunk, { remove: true }), 'remove'),
    },
    'bulk-resend': {
      about: 'One chunk of invitations is sent again.',
      query: write(proposalOf(ofChunk, { resend: true })),
    },
    'undo-bulk-type': {
      about: 'One chunk of all Basic to Pro is undone: everyone was the same before.',
      query: write(
        proposalOfRecord(
          { seqs: [0], outcome: 'update', before: { type: 'basic', addOns: '' }, after: { type: 'pro', addOns: '' } },
          { ...ofChunk, column: 'ids' },
        ),
      ),
    },
    'undo-removal': {
      about: 'One chunk of a removal is undone: each comes back as what they were.',
      query: write(
        proposalOfRecord(
          { seqs: [0], outcome: 'remove', before: { status: null }, after: { status: 'removed' } },
          { relation: sql`(select id, before_status, seq from record) as p`, between: [first, second] },
        ),
      ),
    },
    create: {
      about: 'Lines become pending users.',
      query: createStatement(ctx, chunk, sql`lines as l`, { free: {} }),
    },
    'create-few-seats': {
      about: 'Lines become pending users, as far as three free seats of Pro reach.',
      query: createStatement(ctx, chunk, sql`lines as l`, { free: { pro: 3 } }),
    },
    'import-plan': {
      about: 'The staged lines of a file are judged and kept.',
      query: settleStatement(
        ctx,
        rules,
        { id: changeId, choices: {} },
        proposalOfLines(
          {
            relation: sql`(select user_id as id, line as seq, ${proposedColumns} from known where user_id is not null and not left_out) as p`,
            between: null,
          },
          file,
          true,
        ),
      ),
    },
    'import-update': {
      about: 'One chunk of lines changes people who are there already.',
      query: write(
        proposalOfLines(
          {
            relation: sql`(select user_id as id, line as seq, ${proposedColumns} from import_lines) as p`,
            between: [first, second],
          },
          file,
          false,
        ),
      ),
    },
  };
}

function contextOf({ accountId, ownerId }: Example): Ctx {
  return {
    accountId,
    actor: { kind: 'user', id: ownerId },
    permissions: permissionsOfRole('owner'),
    channel: 'console',
    requestId: null,
    db: unasked,
    afterCommit: () => {},
  };
}

const refuse = () => {
  throw new Error('these statements are only written out');
};

/** The statements are built from a context, but not run. */
const unasked: Db = { getExecutor: refuse, post: refuse, postLast: refuse, feed: [], prepared: refuse };
