import type { Reply } from '../server/testing/client.ts';
import { goodPassword } from '../server/testing/fresh-account.ts';
import { Caller } from './caller.ts';
import type { Operation, Todo } from './operations.ts';
import { chosen, signUpBody, type World } from './world.ts';

type Answered = Reply<Record<string, unknown>> | null;
/** One operation in one account by one caller. key is null if it must not be repeated. */
type Act = { by: Caller; world: World; pick: number; server: number; key: string | null };

/** Does one operation and notes what was acknowledged. Returns the last reply, or null if there was none. */
export async function perform(by: Caller, world: World, { todo, pick, server, keyed }: Operation): Promise<Answered> {
  const act = { by, world, pick, server, key: keyed ? `key-${world.next()}` : null };
  const user = chosen(world.userIds, pick);
  switch (todo.op) {
    case 'add':
      return add(act, todo);
    case 'edit':
      return edit(act, todo, user);
    case 'remove':
      return written(act, 'DELETE', `/v1/users/${user}`, { about: [user] });
    case 'restore':
      return written(act, 'POST', `/v1/users/${user}/restore`, { about: [user] });
    case 'erase':
      return erase(act, user);
    case 'accept':
      return accept(act, todo, user);
    case 'change':
    case 'changeSome':
      return change(act, todo);
    case 'import':
      return importFile(act, todo);
    case 'undo':
      return written(act, 'POST', `/v1/changes/${chosen(world.changeIds, pick)}/undo`);
    case 'cancel':
      return by.ask('POST', `/v1/changes/${chosen(world.changeIds.slice(-5), pick)}/cancel`, { server });
    case 'buy':
      return buy(act, todo);
    case 'group':
      return group(act);
    case 'transfer':
      return transfer(act, user);
    case 'export':
      return exported(act);
    case 'signUp':
      return signUp(act);
  }
}

/** Sends a write, and notes the change in its answer. */
async function written(
  { by, world, server, key }: Act,
  method: string,
  path: string,
  { body, about = [], mark = null }: { body?: unknown; about?: string[]; mark?: string | null } = {},
): Promise<Answered> {
  const reply = await by.ask(method, path, { body, server, key, mark });
  if (reply === null || reply.status >= 300) return reply;
  const { accountId, notes } = world;
  const named = reply.headers.get('muster-change') ?? reply.body?.['changeId'];
  const changeId = named ?? (path.startsWith('/v1/changes') ? reply.body?.['id'] : null);
  if (typeof changeId !== 'string') return reply;
  world.changeIds.push(changeId);
  const state = reply.body?.['state'];
  // For a large change only its continuation is acknowledged.
  if (typeof named === 'string' || state === 'applied')
    notes.add({ about: 'change', accountId, changeId, userIds: about });
  else notes.add({ about: 'promise', accountId, changeId });
  return reply;
}

async function add(act: Act, todo: Todo<'add'>): Promise<Answered> {
  const { world, pick } = act;
  // Few addresses for many adds, so that taken, removed and expired ones come up often.
  const addressOf = (i: number) => `p${(pick + i * 7) % 150}@${world.name}.example.com`;
  const users = Array.from({ length: todo.n }, (_, i) => ({
    email: todo.fresh ? `${world.next()}@fresh.example.com` : addressOf(i),
  }));
  const groupId = pick % 3 === 0 && world.groupIds.length > 0 ? { groupId: chosen(world.groupIds, pick) } : {};
  const body = { users, type: todo.type, addOns: todo.addOns, ...groupId };
  const reply = await written(act, 'POST', '/v1/users', { body, mark: todo.fresh ? (users[0]?.email ?? null) : null });
  if (reply?.status !== 201) return reply;
  const added = idsIn(reply.body?.['added']);
  world.userIds.push(...added);
  const { changeId } = reply.body;
  if (typeof changeId === 'string')
    world.notes.add({ about: 'change', accountId: world.accountId, changeId, userIds: added });
  if (todo.fresh && added.length !== todo.n)
    world.notes.violation(`an address nobody had was refused: ${JSON.stringify(reply.body)}`);
  return reply;
}

function idsIn(people: unknown): string[] {
  return Array.isArray(people) ? people.map(({ id }: { id: string }) => id) : [];
}

/** A department is a mark: it identifies the request that wrote it. */
function marked<T>(world: World, what: T): { what: T | { set: { department: string } }; mark: string | null } {
  if (!JSON.stringify(what).includes('"mark"')) return { what, mark: null };
  const mark = `mark-${world.next()}`;
  return { what: { set: { department: mark } }, mark };
}

async function edit(act: Act, { set }: Todo<'edit'>, user: string): Promise<Answered> {
  const { what, mark } = marked(act.world, { set });
  return written(act, 'PATCH', `/v1/users/${user}`, { body: what.set, about: [user], mark });
}

async function erase(act: Act, userId: string): Promise<Answered> {
  const reply = await written(act, 'POST', `/v1/users/${userId}/erase`);
  const { accountId, notes } = act.world;
  if (reply?.status === 204) notes.add({ about: 'erased', accountId, userId });
  return reply;
}

/** One link, used by several people on both servers at once. */
async function accept({ by, world, server }: Act, { rivals }: Todo<'accept'>, userId: string): Promise<Answered> {
  const { accountId, notes, place } = world;
  const link = await by.ask<{ link: string }>('POST', `/v1/users/${userId}/invitation-link`, { server });
  if (link?.status !== 200) return link;
  const path = `/v1/invitations/${link.body.link.split('/').at(-1)}/accept`;
  const replies = await Promise.all(
    Array.from({ length: rivals }, async (_, i) => {
      const firstName = `Joined ${world.next()}`;
      const body = { firstName, lastName: '', password: goodPassword };
      const reply = await new Caller(place.servers, notes).ask('POST', path, { body, server: i });
      if (reply?.status === 201) notes.add({ about: 'accepted', accountId, userId, firstName });
      return reply;
    }),
  );
  const joined = replies.filter((reply) => reply?.status === 201);
  if (joined.length > 1) notes.violation(`one link was accepted ${joined.length} times: user ${userId}`);
  return joined[0] ?? replies[0] ?? null;
}

async function change(act: Act, todo: Todo<'change'> | Todo<'changeSome'>): Promise<Answered> {
  const { world, pick } = act;
  const some = (n: number) => [...new Set(Array.from({ length: n }, (_, i) => chosen(world.userIds, pick + i * 13)))];
  const select =
    todo.op === 'change' ? { where: todo.where, except: [chosen(world.userIds, pick)] } : { ids: some(todo.n) };
  const { what, mark } = marked(world, todo.what);
  const now = todo.op === 'change' ? todo.now : true;
  const body = { select, do: what, overflow: todo.fill ? 'fill' : 'refuse', apply: now };
  const planned = await written(act, 'POST', '/v1/changes', { body, mark });
  return now ? planned : apply(act, planned);
}

async function apply(act: Act, planned: Answered): Promise<Answered> {
  if (planned?.status !== 201) return planned;
  const key = act.key === null ? null : `${act.key}-apply`;
  return written({ ...act, key }, 'POST', `/v1/changes/${planned.body['id']}/apply`);
}

async function importFile(act: Act, todo: Todo<'import'>): Promise<Answered> {
  const { world, pick, by, server, key } = act;
  const lines = Array.from({ length: todo.rows }, (_, i) => {
    const n = (pick + i) % 1_500;
    return `c${n}@${world.name}.example.com,Line ${pick % 7},${n}`;
  });
  const query = new URLSearchParams({ source: 'csv', type: todo.type, overflow: todo.fill ? 'fill' : 'refuse' });
  const planned = await by.ask('POST', `/v1/changes?${query}`, {
    body: `email,first name,last name\n${lines.join('\n')}\n`,
    headers: { 'content-type': 'text/csv' },
    server,
    key,
  });
  const id = planned?.body?.['id'];
  if (planned?.status === 201 && typeof id === 'string') {
    world.changeIds.push(id);
    world.notes.add({ about: 'promise', accountId: world.accountId, changeId: id });
  }
  return apply(act, planned);
}

async function buy(act: Act, { product, quantity }: Todo<'buy'>): Promise<Answered> {
  const reply = await written(act, 'PUT', `/v1/billing/subscriptions/${product}`, { body: { quantity } });
  const { accountId, notes } = act.world;
  if (reply?.status === 200) notes.add({ about: 'subscription', accountId, product, quantity });
  return reply;
}

async function group(act: Act): Promise<Answered> {
  const { world, pick, key } = act;
  const { accountId, notes, groupIds } = world;
  if (pick % 2 === 0 && groupIds.length > 0) {
    const groupId = chosen(groupIds, pick);
    const deleted = await written(act, 'DELETE', `/v1/groups/${groupId}`);
    if (deleted?.status === 200) notes.add({ about: 'group', accountId, groupId, event: 'group.deleted' });
    return deleted;
  }
  const created = await written(act, 'POST', '/v1/groups', { body: { name: `group ${key ?? world.next()}` } });
  const groupId = created?.body?.['id'];
  if (created?.status === 201 && typeof groupId === 'string') {
    groupIds.push(groupId);
    notes.add({ about: 'group', accountId, groupId, event: 'group.created' });
  }
  return created;
}

async function transfer({ by, world, server }: Act, userId: string): Promise<Answered> {
  const body = { userId, password: goodPassword };
  const reply = await by.ask<{ user: { id: string } }>('POST', '/v1/account/transfer', { body, server });
  const { accountId, notes } = world;
  if (reply?.status === 200) notes.add({ about: 'owner', accountId, before: reply.body.user.id, after: userId });
  return reply;
}

async function exported({ by, world, server }: Act): Promise<Answered> {
  const reply = await by.ask<string>('GET', '/v1/users.csv', { server });
  if (reply?.status !== 200) return null;
  const { accountId, notes } = world;
  const rows = reply.body.split('\n').length - 2;
  if (!reply.body.endsWith('\n')) notes.violation('an export ended in the middle of a row, and said it was whole');
  notes.add({ about: 'export', accountId, rows });
  return { ...reply, body: {} };
}

async function signUp({ world, server }: Act): Promise<Answered> {
  const { place, notes } = world;
  const reply = await new Caller(place.servers, notes).ask<{ account: { id: string }; user: { id: string } }>(
    'POST',
    '/v1/sign-up',
    { body: signUpBody(world.next()), server },
  );
  if (reply?.status === 201) {
    const { account, user } = reply.body;
    notes.add({ about: 'account', accountId: account.id, userId: user.id });
  }
  return reply;
}
