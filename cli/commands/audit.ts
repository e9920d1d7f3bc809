import type { Command } from '@commander-js/extra-typings';
import type { operations } from '../../client/index.ts';
import { connect } from '../connect.ts';
import { assertFields, given } from '../fields.ts';
import type { Io } from '../io.ts';
import { userId } from '../people.ts';
import { writeArray } from '../show/show.ts';
import { save } from './export.ts';

type Query = NonNullable<operations['exportAuditLines']['parameters']['query']>;

export function auditCommands(muster: Command, io: Io): void {
  const audit = muster.command('audit').description('the audit log');
  audit
    .command('export [file]')
    .description('audit lines as CSV, to a file or to standard output')
    .option('--event <event>', 'users.removed, api_key.created, …')
    .option('--user <user>', 'lines about this person, by address or id')
    .option('--actor <actor>', 'what this person or key did, by address or id')
    .option('--since <time>', 'a day or a time')
    .option('--before <time>', 'a day or a time')
    .option('--json', 'print one JSON array, for programs')
    .action(async (file, { event, user, actor, since, before, json }) => {
      const api = connect(io);
      const query = given({
        event,
        userId: user === undefined ? undefined : await userId(api, user),
        actorId: actor === undefined ? undefined : await userId(api, actor),
        since,
        before,
      });
      assertFields<Query>(query);
      if (json)
        return void (await writeArray(io, api.each('/v1/audit', { params: { query: { ...query, limit: 500 } } })));
      const { data } = await api.GET('/v1/audit.csv', { params: { query }, parseAs: 'stream' });
      await save(io, data, file);
    });
}
