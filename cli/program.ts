import { Command } from '@commander-js/extra-typings';
import { auditCommands } from './commands/audit.ts';
import { changeCommands } from './commands/changes.ts';
import { completionCommand } from './commands/completion.ts';
import { eventsCommand } from './commands/events.ts';
import { exportCommand } from './commands/export.ts';
import { groupCommands } from './commands/groups.ts';
import { importCommand } from './commands/import.ts';
import { keyCommands } from './commands/keys.ts';
import { syncCommands } from './commands/sync.ts';
import { userCommands } from './commands/users.ts';
import { webhookCommands } from './commands/webhooks.ts';
import { whoamiCommand } from './commands/whoami.ts';
import { withFile } from './connect.ts';
import type { Io } from './io.ts';
import { version } from './version.ts';

const after = `
Where Muster is and the key to it stand in the environment, or in ~/.config/muster/env:
  MUSTER_URL=https://muster.example.com
  MUSTER_API_KEY=mst_…

Exit codes: 0 done, 1 refused, 2 wrong use, 3 not reachable, 4 partly done; of plan: 10 something would change.`;

/** All commands. Each writes to io, and ends by an error where it is refused. */
export function program(io: Io): Command {
  const muster = new Command('muster')
    .description('The people of your Muster account, from the command line')
    .version(version)
    .option('--env-file <file>', 'a file with MUSTER_URL and MUSTER_API_KEY')
    .addHelpText('after', after)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) });
  muster.hook('preAction', (command) => {
    io.env = withFile(io.env, command.opts().envFile);
  });
  userCommands(muster, io);
  importCommand(muster, io);
  exportCommand(muster, io);
  syncCommands(muster, io);
  changeCommands(muster, io);
  groupCommands(muster, io);
  keyCommands(muster, io);
  webhookCommands(muster, io);
  auditCommands(muster, io);
  eventsCommand(muster, io);
  whoamiCommand(muster, io);
  completionCommand(muster, io);
  return muster;
}
