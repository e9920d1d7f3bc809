import type { Command } from '@commander-js/extra-typings';
import { connect } from '../connect.ts';
import type { Io } from '../io.ts';
import { jsonOption, showOne } from '../show/show.ts';
import { keyColumns } from './keys.ts';

export function whoamiCommand(muster: Command, io: Io): void {
  muster
    .command('whoami')
    .description('the key that is used, and what it may do')
    .option(...jsonOption)
    .action(async (options) => {
      const { data } = await connect(io).GET('/v1/api-keys/{id}', { params: { path: { id: 'self' } } });
      await showOne(io, data, keyColumns, options);
    });
}
