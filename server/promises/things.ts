import assert from 'node:assert/strict';
import type { Change } from '../changes/change.ts';
import { freshEmail, goodPassword, mailTo, tokenOf } from '../testing/fresh-account.ts';
import { type Actor, anotherBrowser, browserOf, invitationToken, invited, type World } from './world.ts';

/** What a request names, by the names its path or its body uses. */
export type Ids = Record<string, string>;
export type Things = (world: World, actor: Actor) => Promise<Ids>;

export const pending: Things = async ({ people, word }) => ({ id: (await invited(people.owner.browser, word)).id });

export const removed: Things = async (world, actor) => {
  const ids = await pending(world, actor);
  const { status } = await world.people.owner.browser.delete(`/v1/users/${ids['id']}`);
  assert.equal(status, 204);
  return ids;
};

export const member: Things = async ({ people }) => ({ userId: people.member.id });

export const group: Things = async ({ people, word }) => {
  const name = `${word} ${freshEmail()}`;
  const { status, body } = await people.owner.browser.post<{ id: string }>('/v1/groups', { name });
  assert.equal(status, 201, JSON.stringify(body));
  return { id: body.id };
};

/** A view of the actor's own: nobody else's is theirs to change. A Member has none, and asks for the Owner's. */
const viewOf = async (world: World, maker: 'owner' | 'admin', shared: boolean): Promise<Ids> => {
  const { status, body } = await world.people[maker].browser.post<{ id: string }>('/v1/views', {
    name: `${world.word} ${freshEmail()}`,
    filter: { department: `${world.word} works` },
    columns: ['department'],
    shared,
  });
  assert.equal(status, 201, JSON.stringify(body));
  return { id: body.id };
};
export const ownView: Things = (world, actor) => viewOf(world, actor === 'admin' ? 'admin' : 'owner', false);
/** Made by the Owner, for all Admins to see. */
export const sharedView: Things = (world) => viewOf(world, 'owner', true);

/** A group with somebody in it, and somebody else. */
export const peopled: Things = async (world, actor) => {
  const { id: groupId = '' } = await group(world, actor);
  const inside = await invited(world.people.owner.browser, world.word, { groupId });
  return { groupId, id: inside.id, otherId: (await invited(world.people.owner.browser, world.word)).id };
};

const changeOf = async (world: World, apply: boolean): Promise<Ids> => {
  const { id } = await invited(world.people.owner.browser, world.word);
  const { status, body } = await world.people.owner.browser.post<Change>('/v1/changes', {
    select: { ids: [id] },
    do: { set: { department: `${world.word} annex` } },
    apply,
  });
  assert.equal(status, 201, JSON.stringify(body));
  return { id: body.id };
};
export const planned: Things = (world) => changeOf(world, false);
export const applied: Things = (world) => changeOf(world, true);

export const csvOf = ({ word }: Pick<World, 'word'>) => `email,first name\n${freshEmail(word.toLowerCase())},${word}\n`;

export const imported: Things = async (world) => {
  const { status, body } = await world.people.owner.browser.send<Change>(
    'POST',
    '/v1/changes?source=csv',
    csvOf(world),
    {
      headers: { 'content-type': 'text/csv' },
    },
  );
  assert.ok(status === 201, JSON.stringify(body));
  return { id: body.id };
};

/** One more session of the same person, from another browser. */
export const otherSession: Things = async (world, actor) => {
  const elsewhere = await anotherBrowser(world, actor === 'nobody' ? 'owner' : actor);
  return { id: (await elsewhere.get<{ id: string }>('/v1/session')).body.id };
};

export const invitation: Things = async (world, actor) => {
  const { id = '' } = await pending(world, actor);
  return { token: await invitationToken(world.people.owner.browser, id) };
};

export const proof: Things = async ({ app, people }) => ({
  token: tokenOf(await mailTo(app, people.owner.email, /Confirm your e-mail/)),
});

export const reset: Things = async ({ app, people }) => {
  await app.browser().post('/v1/password-resets', { email: people.owner.email });
  return { token: tokenOf(await mailTo(app, people.owner.email, /password/i)) };
};

/** The link to the address that the actor asked to sign in with. */
export const newAddress: Things = async (world, actor) => {
  const email = freshEmail(world.word.toLowerCase());
  const browser = browserOf(world, actor === 'nobody' ? 'owner' : actor);
  const { status } = await browser.post('/v1/profile/email', { email, password: goodPassword });
  assert.equal(status, 202);
  return { token: tokenOf(await mailTo(world.app, email)) };
};
