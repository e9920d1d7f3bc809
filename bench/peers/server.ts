import { createServer } from 'node:http';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { admin } from 'better-auth/plugins';
import pg from 'pg';

/** better-auth with its admin plugin, set up as documented, with as many database connections as Muster has. */
const port = Number(process.env['PORT']);
const url = `http://localhost:${port}`;
const options = {
  baseURL: url,
  secret: 'not-a-secret-it-only-signs-the-sessions-of-a-benchmark',
  database: new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 16 }),
  emailAndPassword: { enabled: true },
  // Sessions are cached for a moment, as in Muster.
  session: { cookieCache: { enabled: true, maxAge: 60 } },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  plugins: [admin()],
};
const { runMigrations } = await getMigrations(options);
await runMigrations();
const handle = toNodeHandler(betterAuth(options));
createServer((request, response) => void handle(request, response)).listen(port, '127.0.0.1', () =>
  console.log('ready'),
);
process.on('SIGTERM', () => process.exit(0));
