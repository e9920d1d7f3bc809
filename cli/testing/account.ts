import assert from 'node:assert/strict';
import { createMuster, type Muster } from '../../client/index.ts';
import type { TestApp } from '../../server/testing/app.ts';
import { type FreshAccount, freshAccount } from '../../server/testing/fresh-account.ts';
import { madeKey } from '../../server/testing/programs.ts';
import { type Ended, muster } from './muster.ts';

type Given = { input?: string; terminal?: boolean; env?: Record<string, string> };

/** An account that the command line reaches by a key, and what its answers must be. */
export type Desk = FreshAccount & {
  api: Muster;
  env: Record<string, string>;
  muster: (words: string, given?: Given) => Promise<Ended>;
  /** The standard output of a command that is done. */
  done: (words: string, given?: Given) => Promise<string>;
  /** The JSON that such a command prints. */
  json: <T>(words: string, given?: Given) => Promise<T>;
};

export async function freshDesk(app: TestApp, permissions?: string[]): Promise<Desk> {
  const account = await freshAccount(app);
  const { key } = await madeKey(account.owner, permissions ? { permissions } : {});
  const env = { MUSTER_URL: app.url, MUSTER_API_KEY: key };
  const ask = (words: string, given: Given = {}) => muster(parts(words), { ...given, env: { ...env, ...given.env } });
  const done = async (words: string, given?: Given) => {
    const { code, out, err } = await ask(words, given);
    assert.equal(code, 0, `${words}: ${err}`);
    return out;
  };
  return {
    ...account,
    api: createMuster({ url: app.url, apiKey: key }),
    env,
    muster: ask,
    done,
    json: async (words, given) => JSON.parse(await done(`${words} --json`, given)),
  };
}

/** The words of a line. One with spaces stands in double quotes. */
function parts(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
