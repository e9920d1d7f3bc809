import Fastify from 'fastify';
import pg from 'pg';
import { connectionsMax } from '../../server/database/database.ts';

/** The minimum for a server with a database: one point read per request. */
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: connectionsMax });
const app = Fastify();
app.get<{ Params: { accountId: string; id: string } }>('/:accountId/:id', async (request) => {
  const { accountId, id } = request.params;
  const { rows } = await pool.query('select id, email, status from users where account_id = $1 and id = $2', [
    accountId,
    id,
  ]);
  return rows[0];
});
await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });
console.log('ready');
process.on('SIGTERM', () => process.exit(0));
