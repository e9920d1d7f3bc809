import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StartError } from '../../server/kernel/config.ts';
import { stopSignals } from '../part.ts';
import { adminEmail, ownerEmail } from './account.ts';
import { type Demo, openDemo, serverOf, usualFolder, usualPeople } from './folder.ts';
import { signInLink } from './sign-in-link.ts';

/**
 * Muster with an account to look around in, until Ctrl-C: `npm run demo [-- FOLDER] [--people N]`. It is made once, which takes half
 * a minute, and stays in the folder. It listens on loopback only and takes no setting from the environment but PORT.
 */
const { positionals, values } = parseArgs({ allowPositionals: true, options: { people: { type: 'string' } } });
const folder = resolve(positionals[0] ?? usualFolder);
const people = Number(values.people ?? usualPeople);
const port = Number(process.env['PORT'] || 3000);

try {
  const demo = await openDemo(folder, people);
  await serve(demo).finally(() => demo.database.stop());
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function serve(demo: Demo): Promise<void> {
  const server = serverOf(demo, port, { LOG_LEVEL: 'warn' });
  const stopped = new Promise<void>((resolve) => {
    for (const signal of stopSignals) process.on(signal, () => resolve());
  });
  try {
    await server.says(/Muster is ready/);
    const { password } = demo;
    const link = await signInLink(`http://localhost:${port}`, { email: ownerEmail, password });
    console.log(`
Open ${link.url}
to be signed in as the Owner, ${ownerEmail}. The link works as long as this runs.
An Admin is ${adminEmail}. The password of all is ${password}
`);
    await Promise.race([stopped, server.ended]);
    link.close();
  } finally {
    await server.stop();
  }
}
