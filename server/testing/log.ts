import { undescribed } from '../app/errors.ts';
import { createLog, type Log } from '../kernel/log.ts';

/**
 * The log of a test's server, shown if TEST_LOG names a level. A code that openapi.json does not name fails the test file through its exit
 * code: a failing hook would leave servers running.
 */
export function testLog(): Log {
  const level = process.env['TEST_LOG'];
  return createLog(level ?? 'error', {
    write: (line) => {
      if (level !== undefined) process.stdout.write(line);
      if (!line.includes(undescribed)) return;
      const { operation, code } = JSON.parse(line);
      console.error(`${operation}: ${undescribed}: ${code}`);
      process.exitCode = 1;
    },
  });
}
