import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadCatalog } from '../../seats/catalog.ts';
import { noResult } from '../engine/change.ts';
import { emptyPlan } from '../run/plan.ts';
import { type Names, summarise, type Told } from './summary.ts';

const names: Names = {
  catalog: loadCatalog(null),
  named: new Map([['g1', 'Sales']]),
  person: null,
  original: null,
};
const done = (what: Record<string, unknown>, update = 12): Told => ({
  state: 'applied',
  source: 'console',
  do: what,
  file: null,
  plan: null,
  result: { ...noResult, update },
});
const said = (change: Told, more: Partial<Names> = {}) => summarise(change, { ...names, ...more });

test('a summary names what was set, with the words of the catalog and the names of groups', () => {
  assert.equal(said(done({ set: { type: 'pro' } })), 'Type of 12 people set to Pro');
  assert.equal(said(done({ set: { groupId: 'g1' } }, 1)), '1 person moved to the group Sales');
  assert.equal(said(done({ set: { groupId: 'g2' } })), '12 people moved to the group that is gone now');
  assert.equal(said(done({ set: { department: 'Legal' } })), 'Department of 12 people set to Legal');
  assert.equal(said(done({ set: { department: '' } })), 'Department of 12 people cleared');
  assert.equal(said(done({ set: { status: 'active' } })), '12 people reactivated');
  assert.equal(said(done({ set: { role: 'admin' } })), '12 people made Admin');
});

test('a summary of several settings lists them', () => {
  const what = { set: { groupId: 'g1', type: 'corp', addOns: ['webinar'] } };
  assert.equal(said(done(what)), '12 people changed: group Sales, type Corp, add-ons');
});

test('a summary tells add-ons given, taken and replaced apart', () => {
  const ofAddOns = (addOns: unknown) => said(done({ set: { addOns } }));
  assert.equal(ofAddOns({ add: ['webinar', 'large-meeting'] }), 'Webinar and Large Meeting given to 12 people');
  assert.equal(ofAddOns({ remove: ['webinar'] }), 'Webinar taken from 12 people');
  assert.equal(
    ofAddOns({ add: ['webinar'], remove: ['large-meeting'] }),
    'Webinar given to and Large Meeting taken from 12 people',
  );
  assert.equal(ofAddOns([]), 'All add-ons taken from 12 people');
  assert.equal(ofAddOns(['webinar']), 'Add-ons of 12 people set to Webinar');
});

test('a summary says whether it is done, under way or planned', () => {
  const plan = { ...emptyPlan, remove: 40_000 };
  const open: Told = { ...done({ remove: true }), plan, result: null };
  assert.equal(said({ ...open, state: 'planned' }), '40,000 people to be removed');
  assert.equal(said({ ...open, state: 'applying' }), '40,000 people being removed');
  assert.equal(said({ ...open, result: { ...noResult, remove: 3 } }), '3 people removed');
});

test('a summary of one person’s edit names the person and never what a name or an address became', () => {
  const person = 'Ada Lovelace';
  assert.equal(said(done({ edit: ['firstName', 'lastName'], set: {} }, 1), { person }), 'Name of Ada Lovelace changed');
  assert.equal(said(done({ edit: ['email'], set: {} }, 1), { person }), 'E-mail address of Ada Lovelace changed');
  assert.equal(
    said(done({ edit: ['email', 'type'], set: { type: 'pro' } }, 1), { person }),
    'Ada Lovelace changed: e-mail address, type Pro',
  );
  assert.equal(said(done({ edit: ['status'], set: { status: 'removed' } }, 1), { person }), 'Ada Lovelace removed');
  assert.equal(said(done({ edit: ['department'], set: {} }, 1), { person }), 'Department of Ada Lovelace changed');
});

test('a summary of an import counts what became of the file', () => {
  const file = { name: 'people.csv' };
  const source = 'csv';
  const result = { ...noResult, create: 9_990, update: 12, refused: 1 };
  assert.equal(said({ ...done({}), source, file, result }), 'people.csv imported: 9,990 added, 12 updated, 1 skipped');
  const plan = { ...emptyPlan, create: 2 };
  assert.equal(
    said({ ...done({}), source, file, plan, result: null, state: 'planned' }),
    'people.csv to be imported: 2 to add',
  );
  assert.equal(said({ ...done({}), source, file, result: null, state: 'planning' }), 'people.csv is being read');
});

test('a summary says when people were moved because their group was deleted', () => {
  const what = { set: { groupId: 'g1' }, becauseDeleted: 'g2' };
  assert.equal(said(done(what)), '12 people moved to the group Sales, because theirs was deleted');
});

test('a summary of an undo quotes what it undoes', () => {
  assert.equal(said(done({ undo: 'id' }), { original: 'Ada removed' }), 'Undone: Ada removed');
  assert.equal(said(done({ undo: 'id' }), { original: 'Undone: Ada removed' }), 'Redone: Ada removed');
  assert.equal(said(done({ undo: 'id' }), { original: 'Redone: Ada removed' }), 'Undone: Ada removed');
});

test('a summary of what people do themselves says so', () => {
  const what = { edit: ['status'], set: { status: 'joined' } };
  const joined = { ...done(what), source: 'invitation' };
  assert.equal(said(joined, { person: 'Ada' }), 'Ada accepted the invitation');
  assert.equal(said(joined, { person: null }), 'Invitation accepted');
  assert.equal(said({ ...done(what), source: 'profile' }), 'Own profile changed');
});

test('a summary of an invitation sent again and of people added says so', () => {
  assert.equal(said(done({ resend: true })), 'Invitation sent again to 12 people');
  assert.equal(said(done({ add: { type: 'basic' } })), '12 people added');
});
