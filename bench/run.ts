import { parseArgs } from 'node:util';
import { actionsBench } from './actions.ts';
import { apiKeyBench } from './api-key.ts';
import { authBench } from './auth.ts';
import { bulkBench } from './bulk.ts';
import { consoleBench } from './console.ts';
import { createBench } from './create.ts';
import { eventsBench } from './events.ts';
import { exportBench } from './export.ts';
import { fairnessBench } from './fairness.ts';
import { filterBench } from './filter.ts';
import { importBench } from './import.ts';
import { listBench } from './list.ts';
import { mailBench } from './mail.ts';
import { memoryBench } from './memory.ts';
import { neighbourBench } from './neighbour.ts';
import { peersBench } from './peers.ts';
import { searchBench } from './search.ts';
import { startBench } from './start.ts';
import { type Bench, printTable, withMuster } from './support/bench.ts';
import { webhooksBench } from './webhooks.ts';

const onMuster = (work: (bench: Bench) => Promise<void>) => (rows: number) => withMuster(rows, work);

/** Every benchmark by its name: npm run bench [name] [-- --rows N]. DATABASE_URL names a PostgreSQL to measure on. */
const benches: Record<string, (rows: number) => Promise<void>> = {
  import: onMuster(importBench),
  export: onMuster(exportBench),
  bulk: onMuster(bulkBench),
  actions: onMuster(actionsBench),
  list: onMuster(listBench),
  filter: onMuster(filterBench),
  search: onMuster(searchBench),
  create: onMuster(createBench),
  auth: onMuster(authBench),
  'api-key': onMuster(apiKeyBench),
  events: onMuster(eventsBench),
  webhooks: webhooksBench,
  mail: mailBench,
  memory: onMuster(memoryBench),
  neighbour: onMuster(neighbourBench),
  fairness: fairnessBench,
  start: startBench,
  console: onMuster(consoleBench),
  peers: onMuster(peersBench),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: 'string', default: '1000000' } },
});
const rows = Number(values.rows);
const names = positionals.length > 0 ? positionals : Object.keys(benches);
const unknown = names.find((name) => !Object.hasOwn(benches, name));
if (unknown !== undefined || !Number.isInteger(rows) || rows < 1) {
  console.error(`Say one of ${Object.keys(benches).join(', ')}, and --rows with a whole number.`);
  process.exit(1);
}
for (const name of names) await benches[name]?.(rows);
printTable();
