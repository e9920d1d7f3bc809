import { loadCatalog } from '../server/seats/catalog.ts';
import { findViolations } from '../server/testing/invariants.ts';
import { damage, telltale } from './break.ts';
import { openWorlds, workAll } from './clients.ts';
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

/** The clients' share of the time; the rest is for large changes. The clients alone find deliberate damage. */
const shareOfClients = 0.6;

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

async function torture(at: Place, { minutes, seed, rows, broken }: Settings): Promise<void> {
  const people = await openWorlds(at, notes);
  if (broken !== null) await damage(at.sql, broken);
  const startMs = performance.now();
  const endMs = startMs + minutes * 60_000;
  const clientsEndMs = broken === null ? startMs + minutes * 60_000 * shareOfClients : endMs;
  await Promise.all([
    workAll(people, seed, clientsEndMs),
    disturb(at, notes, disturbancesOf(seed), clientsEndMs, survived),
  ]);
  told('the clients have stopped');
  await examine(at);
  for (const { world } of people) notes.violations.push(...(await sellOut(world)));
  told('what the clients were told is examined');
  if (broken !== null) return;
  await killLarge(at, notes, { rows, seed, untilMs: endMs, survived });
  told('the large changes are done');
  await examine(at);
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
  if (broken !== null) return caught(broken, violations);
  if (survived.servers === 0 || survived.databases === 0) violations.push('too little was killed to prove anything');
  console.log(`${violations.length} violations.`);
  for (const violation of violations) console.error(`- ${violation}`);
  for (const line of place.servers.flatMap(({ errors }) => errors)) if (violations.length > 0) console.error(line);
  return violations.length === 0 ? 0 : 1;
}

/** A damaged run succeeds if the damage is found. */
function caught(broken: string, violations: string[]): number {
  const found = violations.filter((violation) => telltale[broken]?.test(violation));
  const [first = 'nothing'] = found;
  console.log(found.length > 0 ? `caught: ${found.length} violations, such as “${first}”` : `not caught: ${broken}`);
  return found.length > 0 ? 0 : 1;
}
