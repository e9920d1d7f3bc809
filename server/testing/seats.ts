import assert from 'node:assert/strict';
import type { Account } from '../accounts/account.ts';
import type { Client } from './client.ts';

export async function buySeats(by: Client, quantities: Record<string, number>): Promise<void> {
  for (const [product, quantity] of Object.entries(quantities)) {
    const { status, body } = await by.put(`/v1/billing/subscriptions/${product}`, { quantity });
    assert.equal(status, 200, JSON.stringify(body));
  }
}

export async function accountOf(by: Client): Promise<Account> {
  const { status, body } = await by.get<Account>('/v1/account');
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

/** Bought, held and free seats of one product, as the account shows them. */
export async function seatsOf(by: Client, product: string): Promise<[bought: number, held: number, free: number]> {
  const seat = (await accountOf(by)).seats.find((one) => one.product === product);
  assert.ok(seat);
  return [seat.bought, seat.held, seat.free];
}
