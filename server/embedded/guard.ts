import { spawn } from 'node:child_process';
import { system } from './system.ts';

/** So long PostgreSQL is left to a Muster that is started again at once, which takes it over as it is. */
const graceSeconds = 3;

/**
 * Ends PostgreSQL when nothing is left of the Muster that holds this pipe: read answers once its other end is closed, however that came
 * about. Not when another Muster holds the folder by then, and only the process that works in it. Numbers of processes are used
 * again, so the owner of the lock is known by when it began as well.
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
 * Watches over this process from outside, because nothing in it runs when it is killed or out of memory: a shell that waits, of half a
 * megabyte. Answers the way to send it away.
 */
export function guard(dataFolder: string, log: (line: string) => void): () => void {
  // Of a session of its own, so that what ends Muster's group does not end it, too.
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
