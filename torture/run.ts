import { loadCatalog } from '../server/seats/catalog.ts';
import { findViolations } from '../server/testing/invariants.ts';
import { damage, telltale } from './break.ts';
import { openWorlds, type People, workAll } from './clients.ts';
import { disturb, type Survived } from './disturb.ts';
import { killLarge } from './large.ts';
import { breachesOfLaws } from './laws.ts';
import { lookUpAll } from './look-up.ts';
import { Notes } from './notes.ts';
import { disturbancesOf } from './operations.ts';
import { openPlace, type Place } from './place.ts';
import { sellOut } from './sell-out.ts';
import { readSettings, type Settings } from './settings.ts';
import { settle } from './settle.ts';

/** The clients' share of the time; the rest is for large changes. */
const shareOfClients = 0.6;
/** The clients work this long before the run looks for deliberate damage. */
const roundMs = 6_000;

const settings = readSettings();
/** In a damaged run jobs are expected to fail. */
const patienceMs = settings.broken === null ? 150_000 : 3_000;
const notes = new Notes();
const survived: Survived = { servers: 0, inLarge: 0, databases: 0, pauses: 0, clocks: 0 };
console.log(`Two servers on one database, ${settings.minutes} minutes, --seed ${settings.seed}.`);
const place = await openPlace();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void place.close().finally(() => process.exit(1)));
try {
  await torture(place, settings);
} finally {
  await place.close();
}
process.exitCode = report(settings);

async function torture(at: Place, settings: Settings): Promise<void> {
  const people = await openWorlds(at, notes);
  const startMs = performance.now();
  const endMs = startMs + settings.minutes * 60_000;
  if (settings.broken !== null) return untilCaught(at, people, settings.broken, settings.seed, endMs);
  const { minutes, seed, rows } = settings;
  for (const { reader } of people) reader.start();
  const clientsEndMs = startMs + minutes * 60_000 * shareOfClients;
  await Promise.all([
    workAll(people, seed, clientsEndMs),
    disturb(at, notes, disturbancesOf(seed), clientsEndMs, survived),
  ]);
  told('the clients have stopped');
  await examineAll(at, people);
  for (const { reader } of people) await reader.end();
  told('the copies made of the feeds are compared');
  await killLarge(at, notes, { rows, seed, untilMs: endMs, survived });
  told('the large changes are done');
  await examine(at);
}

/** Damages the database, and lets the clients work, round by round, until the damage shows or the time is over. Nothing is killed. */
async function untilCaught(at: Place, people: People[], broken: string, seed: number, endMs: number): Promise<void> {
  await damage(at.sql, broken);
  for (let round = 0; showsDamage(broken).length === 0 && performance.now() < endMs; round++) {
    await workAll(people, seed + round * 1_000, performance.now() + roundMs);
    await examineAll(at, people);
  }
}

async function examineAll(at: Place, people: People[]): Promise<void> {
  await examine(at);
  for (const { world } of people) notes.violations.push(...(await sellOut(world)));
  told('what the clients were told is examined');
}

function showsDamage(broken: string): string[] {
  return notes.violations.filter((violation) => telltale[broken]?.test(violation));
}

/** Prints the progress, with the seconds since the start. */
function told(what: string): void {
  console.log(
    `${Math.round(process.uptime())} s: ${what}; ${notes.operations} operations, ${notes.violations.length} violations`,
  );
}

async function examine(at: Place): Promise<void> {
  notes.violations.push(...(await settle(at, patienceMs)));
  const found = await findViolations(at.sql, loadCatalog(null));
  notes.violations.push(...found.map((violation) => `${violation.rule}: ${violation.found} in ${violation.accountId}`));
  notes.violations.push(...(await breachesOfLaws(at.sql)), ...(await lookUpAll(at.sql, notes.all)));
  for (const server of at.servers) notes.violations.push(...server.endedByItself.splice(0));
}

function report({ broken }: Settings): number {
  const { operations, answers, lost, unavailable, all, outcomes } = notes;
  const violations = [...new Set(notes.violations)];
  const sums = [...outcomes].sort().map(([name, n]) => `${name}: ${n}`);
  console.log(sums.join(', '));
  console.log(
    `${operations} operations, ${answers} answers (${all.length} looked up afterwards), ${lost} lost, ${unavailable} times 503; ` +
      `survived ${survived.servers} kills of a server among clients, ${survived.inLarge} in the middle of something large, ` +
      `${survived.databases} of the database, ${survived.pauses} pauses; ${survived.clocks} times the clock moved on.`,
  );
  if (broken !== null) return caught(broken);
  if (survived.servers === 0 || survived.databases === 0) violations.push('too little was killed to prove anything');
  console.log(`${violations.length} violations.`);
  for (const violation of violations) console.error(`- ${violation}`);
  for (const line of place.servers.flatMap(({ errors }) => errors)) if (violations.length > 0) console.error(line);
  return violations.length === 0 ? 0 : 1;
}

/** A damaged run succeeds if the damage is found. */
function caught(broken: string): number {
  const found = showsDamage(broken);
  const [first = 'nothing'] = found;
  console.log(found.length > 0 ? `caught: ${found.length} violations, such as “${first}”` : `not caught: ${broken}`);
  return found.length > 0 ? 0 : 1;
}
