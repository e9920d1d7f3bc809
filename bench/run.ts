import { parseArgs } from 'node:util';
import { type Bench, withMuster } from './bench.ts';
import { bulkBench } from './bulk.ts';
import { importBench } from './import.ts';

/** Every benchmark by its name: npm run bench [name] [-- --rows N] */
const benches: Record<string, (bench: Bench) => Promise<void>> = { import: importBench, bulk: bulkBench };

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
for (const name of names) await withMuster(rows, benches[name] ?? (async () => {}));
