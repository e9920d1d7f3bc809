import { forgetSessions } from '../access/sessions/session-memory.ts';
import type { TestApp } from './app.ts';

/** Puts Muster's clock to a moment that the server named, or so much before (a minus) or after it. */
export async function clockTo(app: TestApp, moment: string, offset = '0'): Promise<void> {
  await app.sql.query('update clock set moved_by = $1::timestamptz + $2::interval - now()', [moment, offset]);
  forgetSessions();
}
