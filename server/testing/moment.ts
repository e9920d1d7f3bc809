import type pg from 'pg';
import { forgetCallers } from '../access/sessions/remembered.ts';
import type { TestApp } from './app.ts';

/** Muster's clock, moved by the owner of its table. Clears what this process caches for a second. */
export function clockOf(pool: pg.Pool): TestApp['clock'] {
  return {
    forward: async (interval) => {
      await pool.query('update clock set moved_by = moved_by + $1::interval', [interval]);
      forgetCallers();
    },
  };
}

/** Sets Muster's clock to a time that the server gave, or an offset before (minus) or after it. */
export async function clockTo(app: TestApp, moment: string, offset = '0'): Promise<void> {
  await app.sql.query('update clock set moved_by = $1::timestamptz + $2::interval - now()', [moment, offset]);
  forgetCallers();
}
