import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { Session } from '../access/sessions/session.ts';
import type { TestApp } from './app.ts';
import type { Client } from './client.ts';
import { waitUntil } from './wait-until.ts';

/** Nobody would guess it, and no rule refuses it. */
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

/** An account made the way everybody makes one, and its Owner's browser. */
export async function freshAccount(
  app: TestApp,
  given: { email?: string; accountName?: string } = {},
): Promise<FreshAccount> {
  const email = given.email ?? freshEmail('owner');
  const owner = app.browser();
  const { status, body } = await owner.post<Session>('/v1/sign-up', {
    accountName: given.accountName ?? 'Example Company',
    email,
    password: goodPassword,
    firstName: 'Olivia',
    lastName: 'Owner',
  });
  assert.equal(status, 201, JSON.stringify(body));
  return { owner, accountId: body.account.id, ownerId: body.user.id, email, password: goodPassword, session: body };
}

export type KeptMail = { to: string; subject: string; text: string; html: string; links: string[] };

/** The newest mail to an address in the mailbox page that says this in its subject or text, once it is there. */
export async function mailTo(app: TestApp, address: string, about: RegExp = /./): Promise<KeptMail> {
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

/** A person whose address is proven, by the link mailed to it. */
export async function freshProvenAccount(app: TestApp): Promise<FreshAccount> {
  const account = await freshAccount(app);
  const mail = await mailTo(app, account.email, /Confirm your e-mail/);
  const { status } = await account.owner.post(`/v1/proofs/${tokenOf(mail)}`);
  assert.equal(status, 201);
  return account;
}
