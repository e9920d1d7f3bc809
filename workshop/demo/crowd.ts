import assert from 'node:assert/strict';
import type { Muster, User } from '../../client/index.ts';
import { change, type DemoServer, found, importFile, join } from './actions.ts';
import { first, type Person, personCalled } from './people.ts';

/** The crowd of the demo account, which fills its lists beside the few people of its story. The same each time. */
export type Crowd = { early: Person[]; late: Person[] };

const words = (text: string) => text.trim().split(/\s+/);
const firstNames = words(`Aisha Björn Camille Dmitri Esther Fatima Gustavo Hanna Ibrahim Jun Katarzyna Liam Mei Noah Olu
  Paola Rafael Saanvi Theo Ulrike Vera Wei Yara Zeynep Emil`);
const lastNames = words(`Abdi Bauer Castillo Dahl Eriksen Fischer García Hughes Ito Jansen Kowalski Larsen Murphy Nguyen
  Osei Popescu Quinn Rossi Schmidt Traoré Usman Vargas Weber Xu Yamamoto Zhang Andersson Bianchi Chen Davies Evans Fraser
  Gonçalves Hoffmann Ivanov Johansson Khan Lopez Meyer Novák Okonkwo`);
const departments = words('Production Production Sales Support Research Logistics Finance Firmware Optics Production');
const places = words('Bergen Lisbon Toronto Lisbon Bergen Toronto Toronto');
const jobs = ['Technician', 'Operator', 'Account Manager', 'Analyst', 'Engineer', 'Team Lead', 'Specialist'];
const addOns = ['', 'webinar', 'cloud-recording', '', 'large-meeting,cloud-recording', 'webinar,cloud-recording'];

/** The numbers of first and last names have no common divisor, so no pair of them occurs twice among so many. */
export const crowdMost = firstNames.length * lastNames.length;

/** One in twelve comes late, and has not answered yet. */
export function crowdOf(count: number): Crowd {
  const all = Array.from({ length: count }, (_, i) =>
    personCalled(pick(firstNames, i), pick(lastNames, i), pick(departments, mixed(i))),
  );
  const late = Math.floor(count / 12);
  return { early: all.slice(0, count - late), late: all.slice(count - late) };
}

/** Imports the crowd from a file. Most join, some never answer. */
export async function crowdArrives(app: DemoServer, owner: Muster, early: Person[], password: string): Promise<void> {
  const rows = early.map(({ email, firstName, lastName, department }, i) => {
    const type = mixed(i) < 7 ? 'basic' : mixed(i) < 9 ? 'pro' : 'corp';
    const work = [department, pick(jobs, mixed(i)), pick(places, i), pick(first, mixed(i)).email];
    return [email, firstName, lastName, ...work, pick(places, i), type, type === 'basic' ? '' : pick(addOns, i)];
  });
  const work = ['Department', 'Job title', 'Location', 'Manager'];
  const header = ['E-mail', 'First name', 'Last name', ...work, 'Group', 'Type', 'Add-ons'];
  await importFile(owner, 'everyone.csv', [header, ...rows], { apply: true });
  const answered = (await crowdIn(owner, early)).filter((_, i) => i % 14 !== 13);
  // Hashing their passwords takes most of the time, and uses several threads.
  for (let i = 0; i < answered.length; i += 8)
    await Promise.all(answered.slice(i, i + 8).map((user) => join(app, owner, user, password)));
}

/** Deactivates some, removes some, gives all of Research another type, and invites the late ones. */
export async function crowdMoves(owner: Muster, { early, late }: Crowd): Promise<void> {
  const active = (await crowdIn(owner, early)).filter(({ status }) => status === 'active');
  const every = (n: number, from: number) => active.filter((_, i) => i % n === from).map(({ id }) => id);
  await change(owner, { ids: every(30, 7) }, { set: { status: 'deactivated' } });
  await change(owner, { ids: every(40, 11) }, { remove: true });
  await change(owner, { where: { department: 'Research' } }, { set: { type: 'pro' } });
  const header = ['E-mail', 'First name', 'Last name', 'Department'];
  const rows = late.map(({ email, firstName, lastName, department }) => [email, firstName, lastName, department]);
  await importFile(owner, 'summer-intake.csv', [header, ...rows], { apply: true });
}

/** A change that waits for its Owner to apply it. */
export async function planForCrowd(owner: Muster): Promise<void> {
  const select = { where: { department: 'Logistics', type: 'basic' } };
  await owner.POST('/v1/changes', { body: { select, do: { set: { type: 'corp' } } } });
}

/** The people of this list that are in the list of users, which leaves out the expired; in its order. */
async function crowdIn(owner: Muster, people: Person[]): Promise<User[]> {
  const users = new Map((await found(owner, {})).map((user) => [user.email, user]));
  return people.flatMap(({ email }) => users.get(email) ?? []);
}

/** 0 to 9, so that people with the same first name differ. */
function mixed(i: number): number {
  return (i * 3 + Math.floor(i / firstNames.length)) % 10;
}

function pick<T>(list: T[], i: number): T {
  const item = list[i % list.length];
  assert.ok(item !== undefined);
  return item;
}
