import { spawn } from 'node:child_process';
import { system } from './system.ts';

/** Grace period in which a restarted Muster can take over the running PostgreSQL. */
const graceSeconds = 3;

/**
 * Ends PostgreSQL when the Muster that holds this pipe is gone: read returns when its other end is closed, for whatever reason. Does
 * nothing if another Muster holds the folder by then, and ends only the process that works in the folder. Process ids are reused, so the
 * owner of the lock is identified by its start time too.
 */
const script = `
began() { ${system.began}; }
is_postmaster_of() { ${system.isPostmasterOf}; }
read -r nothing
sleep ${graceSeconds}
if read -r pid at boot < "$1/server.lock" && [ "$(began "$pid")" = "$at" ]; then exit; fi
read -r pid < "$1/postgres/postmaster.pid" && is_postmaster_of "$pid" "$1/postgres" && kill -INT "$pid"
`;

/**
 * Watches this process from outside, because nothing in it runs when it is killed or out of memory: a waiting shell of half a megabyte.
 * Returns the function that dismisses it.
 */
export function guard(dataFolder: string, log: (line: string) => void): () => void {
  // In its own session, so that a signal to Muster's process group does not reach it.
  const child = spawn('/bin/sh', ['-c', script, 'muster-guard', dataFolder], {
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.on('error', (error) => log(`Nothing ends PostgreSQL should Muster be killed: ${error.message}`));
  child.stdin.on('error', () => {});
  child.unref();
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return () => void child.kill('SIGKILL');
}
