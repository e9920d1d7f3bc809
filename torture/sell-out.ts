import type pg from 'pg';
import type { Caller } from './caller.ts';
import { signInAsOwner, type World } from './world.ts';

type Added = { added: unknown[] };
const spare = 3;

/**
 * Every paid seat is usable, and not one more: exactly the free ones can be given, and a subscription can be reduced to its use, not below.
 */
export async function sellOut(world: World): Promise<string[]> {
  const owner = await signInAsOwner(world);
  if (owner === null) return [`the Owner of ${world.name} cannot sign in`];
  const wrong: string[] = [];
  for (const product of ['pro', 'corp', 'webinar', 'large-meeting', 'cloud-recording']) {
    const held = await heldOf(world.place.sql, world.accountId, product);
    const expect = async (status: number, what: string, quantity: number) => {
      const reply = await owner.ask('PUT', `/v1/billing/subscriptions/${product}`, { body: { quantity } });
      if (reply?.status !== status)
        wrong.push(`${what} of ${product} answered ${reply?.status} ${JSON.stringify(reply?.body)}`);
    };
    await expect(200, 'lowering a subscription to its use', held);
    if (held > 0) await expect(409, 'lowering a subscription below its use', held - 1);
    await expect(200, 'buying seats', held + spare);
    for (let i = 0; i <= spare; i++) {
      const status = await give(owner, world, product);
      if (status !== (i < spare ? 201 : 409))
        wrong.push(`seat ${i + 1} of ${spare} free ones of ${product} answered ${status}`);
    }
  }
  return wrong;
}

/** Adds a new person who takes one seat of the product; for an add-on together with a seat of a type that may hold it. */
async function give(owner: Caller, world: World, product: string): Promise<number | undefined> {
  const isType = product === 'pro' || product === 'corp';
  if (!isType) await buyOneMore(owner, world, 'pro');
  const users = [{ email: `${world.next()}@sold.example.com` }];
  const body = isType ? { users, type: product } : { users, type: 'pro', addOns: [product] };
  return (await owner.ask<Added>('POST', '/v1/users', { body }))?.status;
}

async function buyOneMore(owner: Caller, world: World, product: string): Promise<void> {
  const quantity = (await heldOf(world.place.sql, world.accountId, product)) + 1;
  await owner.ask('PUT', `/v1/billing/subscriptions/${product}`, { body: { quantity } });
}

/** Counted from the users, so that a wrong ledger is not trusted. */
async function heldOf(sql: pg.Pool, accountId: string, product: string): Promise<number> {
  const { rows } = await sql.query<{ n: number }>(
    `select count(*)::int as n from users where account_id = $1 and (type = $2 or $2 = any(add_ons))
      and (status = 'active' or (status = 'pending' and expires_at > muster_now()))`,
    [accountId, product],
  );
  return rows[0]?.n ?? 0;
}
