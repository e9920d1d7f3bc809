import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { Session } from '../access/sessions/session.ts';
import type { TestApp } from './app.ts';
import type { Client } from './client.ts';
import { waitUntil } from './wait-until.ts';

/** Hard to guess, and allowed by every rule. */
export const goodPassword = 'plum tractor violin 61';

export type FreshAccount = {
  owner: Client;
  accountId: string;
  ownerId: string;
  email: string;
  password: string;
  session: Session;
};

export function freshEmail(name = 'person'): string {
  return `${name}.${randomBytes(6).toString('hex')}@example.com`;
}

type Server = Pick<TestApp, 'browser'>;

/** An account made by ordinary sign-up, and its Owner's browser. */
export async function freshAccount(
  app: Server,
  given: { email?: string; accountName?: string; password?: string } = {},
): Promise<FreshAccount> {
  const { email = freshEmail('owner'), password = goodPassword } = given;
  const owner = app.browser();
  const { status, body } = await owner.post<Session>('/v1/sign-up', {
    accountName: given.accountName ?? 'Example Company',
    email,
    password,
    firstName: 'Olivia',
    lastName: 'Owner',
  });
  assert.equal(status, 201, JSON.stringify(body));
  return { owner, accountId: body.account.id, ownerId: body.user.id, email, password, session: body };
}

export type KeptMail = { to: string; subject: string; text: string; html: string; links: string[] };

/** The newest mail to an address in the mailbox page whose subject or text matches, once it is there. */
export async function mailTo(app: Server, address: string, about: RegExp = /./): Promise<KeptMail> {
  return waitUntil(async () => {
    const { body } = await app.browser().get<{ data: KeptMail[] }>('/v1/mailbox?limit=500');
    return body.data.find((mail) => mail.to === address && about.test(`${mail.subject}\n${mail.text}`));
  }, `a mail to ${address} about ${about}`);
}

/** The token at the end of a mail's link. */
export function tokenOf(mail: KeptMail): string {
  const token = mail.links[0]?.split('/').at(-1);
  assert.ok(token, 'the mail holds a link');
  return token;
}

/** Proves an address by the link mailed to it. */
export async function prove(app: Server, { owner, email }: Pick<FreshAccount, 'owner' | 'email'>): Promise<void> {
  const token = tokenOf(await mailTo(app, email, /Confirm your e-mail/));
  const { status } = await owner.post(`/v1/proofs/${token}`);
  assert.equal(status, 201);
}

/** An account whose Owner's address is proven. */
export async function freshProvenAccount(app: Server): Promise<FreshAccount> {
  const account = await freshAccount(app);
  await prove(app, account);
  return account;
}
