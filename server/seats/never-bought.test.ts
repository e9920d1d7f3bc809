import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../changes/engine/change.ts';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import { plan, reached, refusals } from '../testing/changes.ts';
import { addCrowd } from '../testing/crowd.ts';
import { freshAccount, freshEmail } from '../testing/fresh-account.ts';
import { applied, counts, planFile } from '../testing/imports.ts';
import { assertSound } from '../testing/invariants.ts';
import { addPeople } from '../testing/people.ts';
import { accountOf, buySeats, seatsOf } from '../testing/seats.ts';

const app = await startTestApp();
const fill = { overflow: 'fill' };

describe('of a product that was never bought no seat is free, and', () => {
  for (const [what, set] of [
    ['a type', { type: 'corp' }],
    ['an add-on', { addOns: { add: ['webinar'] } }],
  ] as const) {
    it(`${what} goes to nobody when it is given as far as it fits`, async () => {
      const { owner } = await freshAccount(app);
      await buySeats(owner, { pro: 3 });
      const { users } = await addPeople(owner, 3, { type: 'pro' });
      const planned = await plan(owner, { ids: users.map(({ id }) => id) }, { set });
      assert.deepEqual(
        planned.plan?.seats.filter(({ needed }) => needed > 0),
        [{ product: 'type' in set ? 'corp' : 'webinar', needed: 3, free: 0 }],
      );
      assertRefused(await owner.post(`/v1/changes/${planned.id}/apply`), 409, 'seats_short');
      const done = await applied(owner, planned, fill);
      assert.deepEqual([done.state, done.result?.update, done.result?.refused], ['applied', 0, 3]);
      assert.deepEqual(await seatsOf(owner, 'pro'), [3, 3, 0]);
    });
  }

  it('a large change as far as it fits changes only the people who need no seat', async () => {
    const account = await freshAccount(app);
    const { owner } = account;
    await addCrowd(app, account, 1_200);
    const planned = await plan(owner, { where: { role: 'member' } }, { set: { type: 'pro' } });
    const started = await owner.post<Change>(`/v1/changes/${planned.id}/apply`, fill);
    assert.equal(started.status, 202);
    const { result } = await reached(owner, planned, 'applied');
    assert.deepEqual([result?.update, result?.refused], [0, 1_200]);
  });

  it('an import as far as it fits takes the lines that need no seat and names the others', async () => {
    const { owner } = await freshAccount(app);
    const file = `email,type\n${freshEmail()},pro\n${freshEmail()},basic\n`;
    const done = await applied(owner, await planFile(owner, file), fill);
    assert.deepEqual([done.state, counts(done)], ['applied', [1, 0, 0, 1]]);
  });

  it('a plan and its apply in one go are refused with the plan', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 1);
    const select = { ids: users.map(({ id }) => id) };
    const body = { select, do: { set: { type: 'pro' } }, apply: true };
    assertRefused(await owner.post('/v1/changes', body), 409, 'seats_short');
    const filled = await owner.post<Change>('/v1/changes', { ...body, ...fill });
    assert.deepEqual([filled.body.result?.refused, refusals(filled.body)], [1, {}]);
  });

  it('the account and its subscriptions name it with 0 bought', async () => {
    const { owner } = await freshAccount(app);
    const { body } = await owner.get<{ data: { product: string; quantity: number; free: number }[] }>(
      '/v1/billing/subscriptions',
    );
    assert.ok(body.data.length > 0 && body.data.every(({ quantity, free }) => quantity === 0 && free === 0));
    assert.ok((await accountOf(owner)).seats.every(({ bought, held, free }) => bought + held + free === 0));
  });
});

it('seats, counts, changes and the audit log agree in every account afterwards', () => assertSound(app));
