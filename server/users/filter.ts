import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { emailKey } from '../access/rules/email.ts';
import { type Ctx, roleSchema } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import { recordOf } from '../kernel/records.ts';
import { dayOrTimeSchema, idSchema, splitAtCommas, upTo } from '../kernel/schema.ts';
import { somethingToSee } from '../kernel/text.ts';
import { columnOf, filterableFields } from './rules/fields.ts';
import { isExpired, isOver, isOwner, keptSince } from './rules/user-sql.ts';
import { readSearch } from './search.ts';
import { mailStates, statuses, statusSchema } from './user.ts';

type Sql = RawBuilder<unknown>;

const valuesMax = 100;
/** Room for a pasted list of a few hundred addresses. */
const searchMax = 10_000;

/** One value, or several of which a user has one. */
function several<Item extends z.ZodType>(id: string, item: Item, what: string, most = valuesMax) {
  const error = `is not ${what}, or a list of 1 to ${most} of them`;
  return z.union([item, z.array(item).min(1).max(most)], { error }).meta({ id });
}

const texts = several('TextFilter', upTo(200), 'a text of at most 200 characters');
const status = several('StatusFilter', statusSchema, `one of ${statuses.join(', ')}`);
const role = several('RoleFilter', roleSchema, `one of ${roleSchema.options.join(', ')}`);
const id = several('IdFilter', z.union([idSchema, z.literal('')]), 'an id');
/** People that one request may name by id. */
export const idsMax = 500;
const ids = several('IdList', idSchema, 'an id', idsMax);
const mailState = several('MailStateFilter', z.enum([...mailStates, '']), `one of ${mailStates.join(', ')}`);

const fieldNames = [
  'type',
  'status',
  'role',
  'groupId',
  'managerId',
  'addOn',
  'mailState',
  ...filterableFields,
] as const;
const not = several('NotFilter', z.enum(fieldNames), `one of ${fieldNames.join(', ')}`);

type AsList = <Item extends z.ZodType>(values: Item) => Item | z.ZodPreprocess<Item>;
/** Keys hold no comma, so in a query a text may be a list of them. In texts that people typed a comma is a letter. */
const withCommas: AsList = (values) => z.preprocess(splitAtCommas, values);

function valueFields(asList: AsList) {
  return {
    type: asList(texts).optional(),
    status: asList(status).optional(),
    role: asList(role).optional(),
    groupId: asList(id).optional(),
    managerId: asList(id).optional().describe('The people who report to this person.'),
    addOn: asList(texts).optional(),
    mailState: asList(mailState).optional(),
    ...recordOf(filterableFields, () => texts.optional()),
    ids: asList(ids).optional().describe('These people, in any state unless a status is given.'),
    not: asList(not).optional().describe('Names of filters here of which none of the values may apply.'),
  };
}

const days = /^\d{1,5}d$/;
const noTime = 'is no day (2026-11-28), no time (2026-11-28T09:30:00Z), and no number of days (90d)';
/** A day, a time, or a number of days from the present, so that a saved filter moves with the clock. */
const time = z.union([dayOrTimeSchema, z.string().regex(days)], { error: noTime }).meta({ id: 'TimeFilter' });
const email = upTo(1000).describe('Exactly this address, in any way of writing it.');

const timeFields = {
  updatedSince: time.optional().describe('Changed since, by whatever change.'),
  addedSince: time.optional(),
  addedBefore: time.optional(),
  signedInSince: time.optional(),
  noSignInSince: time.optional().describe('Neither signed in nor added since; 90d: for 90 days.'),
  expiresBefore: time.optional().describe('The invitation ends before; 3d: within 3 days.'),
};

const search = upTo(searchMax).describe(
  'Beginnings of words in name, e-mail and employee number, all of them; or addresses, any of them.',
);

/** The filters of a list and of an export, as parameters. Without a status: all but removed and expired users. */
export const filterFields = {
  search: search.optional(),
  email: email.optional(),
  ...valueFields(withCommas),
  ...timeFields,
};
/** Parameters that may come several times. */
export const severalTimes: readonly string[] = Object.keys(valueFields(withCommas));

const personal: readonly string[] = ['search', 'email', ...filterableFields];
/** Does a filter ask for a text that may be about a person? */
export const isPersonalFilter = (name: string): boolean => personal.includes(name);

/** The same in a selection and in a saved view. There a blank search is refused: a change would take it for all people. */
export const filterSchema = z
  .strictObject({
    ...valueFields((values) => values),
    ...timeFields,
    email: email.optional(),
    search: search.regex(somethingToSee, 'is blank. To mean all people, leave it out.').optional(),
  })
  .meta({
    id: 'UserFilter',
    description:
      'Which users: all that meet every condition given, as in GET /v1/users. Several values mean any of them. An empty text means that the field is empty.',
  });
export type Filter = z.infer<typeof filterSchema>;

/** The conditions of all filters over `users u`, except the words of a search. @throws filter_without_value (422) */
export function plainConditions(ctx: Ctx, filter: Filter): Sql[] {
  const conditions = [sql`u.account_id = ${ctx.accountId}`];
  requireValues(filter);
  conditions.push(...usualStatus(filter));
  const tests = testsOf(ctx.accountId);
  for (const name of fieldNames) {
    const given = filter[name];
    if (given === undefined) continue;
    const test = tests[name]([given].flat());
    conditions.push(isNot(filter, name) ? sql`(${test}) is not true` : test);
  }
  if (filter.ids !== undefined) conditions.push(sql`u.id = any(${[filter.ids].flat()}::uuid[])`);
  if (filter.email !== undefined) conditions.push(hasAddress(filter.email));
  conditions.push(...timeConditions(filter));
  const { words, addresses } = readSearch(filter.search);
  if (addresses) conditions.push(sql`u.email_key = any(${addresses}::text[])`);
  // The search has text but no word, so nothing matches.
  else if (filter.search?.trim() && words.length === 0) conditions.push(sql`false`);
  return conditions;
}

/** Without a status: all but removed and expired users. Who is asked for by id or address is found in any state, or expired. */
function usualStatus(filter: Filter): Sql[] {
  if (filter.status !== undefined && !isNot(filter, 'status')) return [];
  if (filter.ids !== undefined) return [];
  return filter.email === undefined ? [sql`u.removed_at is null and not ${isExpired}`] : [sql`u.removed_at is null`];
}

function hasAddress(text: string): Sql {
  const key = emailKey(text);
  return key === null ? sql`false` : sql`u.email_key = ${key}`;
}

const notOf = ({ not: names = [] }: Filter) => [names].flat();
const isNot = (filter: Filter, name: (typeof fieldNames)[number]) => notOf(filter).includes(name);

/** Taken as no condition, it would mean more people than were asked for. */
function requireValues(filter: Filter): void {
  const idle = notOf(filter).find((name) => filter[name] === undefined);
  if (idle !== undefined) throw new Problem('filter_without_value', { name: idle });
}

type Test = (given: string[]) => Sql;

/** For each field the condition that a user has one of the values. An empty text is what the field holds when it is empty. */
function testsOf(accountId: string): Record<(typeof fieldNames)[number], Test> {
  const owner = isOwner(accountId);
  return {
    type: (given) => isOneOf(sql`u.type`, given),
    status: (given) => anyOf(given.map(hasStatus)),
    role: (given) => anyOf(given.map((one) => (one === 'owner' ? owner : sql`u.role = ${one} and not ${owner}`))),
    groupId: orNone(sql`u.group_id is null`, (given) => isOneOf(sql`u.group_id`, given, sql`uuid`)),
    managerId: orNone(sql`u.manager_id is null`, (given) => isOneOf(sql`u.manager_id`, given, sql`uuid`)),
    addOn: orNone(sql`u.add_ons = '{}'`, (given) => anyOf(given.map((one) => sql`${one} = any(u.add_ons)`))),
    mailState: orNone(sql`u.mail_state is null`, (given) => isOneOf(sql`u.mail_state`, given)),
    ...recordOf(
      filterableFields,
      (field): Test =>
        (given) =>
          isOneOf(columnOf(field, 'u'), given),
    ),
  };
}

const anyOf = (conditions: Sql[]): Sql => sql`(${sql.join(conditions, sql` or `)})`;

/** One value is asked for by an equation, which statistics know best. */
function isOneOf(column: Sql, given: string[], type: Sql = sql`text`): Sql {
  return given.length === 1 ? sql`${column} = ${given[0]}::${type}` : sql`${column} = any(${given}::${type}[])`;
}

/** A test of values of which the empty text means none. */
function orNone(none: Sql, test: Test): Test {
  return (given) => {
    const filled = given.filter((one) => one !== '');
    return anyOf([...(filled.length < given.length ? [none] : []), ...(filled.length > 0 ? [test(filled)] : [])]);
  };
}

function hasStatus(one: string): Sql {
  switch (one) {
    case 'pending':
      return sql`u.status = 'pending' and not ${isOver}`;
    case 'expired':
      return sql`${isExpired} and u.expires_at > ${keptSince}`;
    case 'removed':
      return sql`u.removed_at is not null`;
    default:
      return sql`u.status = ${one} and u.removed_at is null`;
  }
}

function timeConditions({
  updatedSince,
  addedSince,
  addedBefore,
  signedInSince,
  noSignInSince,
  expiresBefore,
}: Filter): Sql[] {
  const ago = (given: string) => timeOf(given, sql`-`);
  return [
    ...(updatedSince === undefined ? [] : [sql`u.updated_at >= ${ago(updatedSince)}`]),
    ...(addedSince === undefined ? [] : [sql`u.created_at >= ${ago(addedSince)}`]),
    ...(addedBefore === undefined ? [] : [sql`u.created_at < ${ago(addedBefore)}`]),
    ...(signedInSince === undefined ? [] : [sql`u.last_sign_in_at >= ${ago(signedInSince)}`]),
    ...(noSignInSince === undefined
      ? []
      : [sql`u.last_sign_in_at < ${ago(noSignInSince)} and u.created_at < ${ago(noSignInSince)}`]),
    ...(expiresBefore === undefined ? [] : [sql`u.expires_at < ${timeOf(expiresBefore, sql`+`)}`]),
  ];
}

function timeOf(given: string, sign: Sql): Sql {
  if (!days.test(given)) return sql`${new Date(given).toISOString()}::timestamptz`;
  return sql`((select muster_now()) ${sign} make_interval(days => ${Number.parseInt(given, 10)}))`;
}

export function joinConditions(conditions: Sql[]): Sql {
  return sql.join(conditions, sql` and `);
}
