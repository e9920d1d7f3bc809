import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { type Cookies, createMuster, type Muster } from '../client/index.ts';
import { wrongUse } from './exit.ts';
import { type Io, isMissing } from './io.ts';
import { version } from './version.ts';

/** Calls that write nothing although they are a POST. */
const reads = ['/v1/users/by-email', '/v1/session'];

/** What a dry run answers. It is thrown, so that a command that meant to write ends there. */
export class DryRun extends Error {
  readonly answer: { plan: unknown; answer: unknown };

  constructor(answer: { plan: unknown; answer: unknown }) {
    super('a dry run');
    this.answer = answer;
  }
}

type Options = { dryRun?: true | undefined };

/** Muster at MUSTER_URL, for the key MUSTER_API_KEY. @throws wrongUse if one of them is missing */
export function connect(io: Io, options: Options = {}): Muster {
  return open({ ...settings(io), apiKey: needed(io, 'MUSTER_API_KEY') }, options);
}

/** Works as a person, for what no key may do. Without MUSTER_EMAIL the key tries, and Muster says why not. */
export async function asPerson(io: Io, options: Options, work: (api: Muster) => Promise<void>): Promise<void> {
  const { MUSTER_EMAIL: email, MUSTER_PASSWORD: password } = io.env;
  if (!email || !password) return work(connect(io, options));
  const cookies: Cookies = new Map();
  const api = open({ ...settings(io), cookies }, options);
  await api.POST('/v1/session', { body: { email, password } });
  // The session ends however the work does; that it could not be ended says less than the work's own error.
  await work(api).finally(() => api.DELETE('/v1/session').catch(() => {}));
}

function open(how: Parameters<typeof createMuster>[0], { dryRun }: Options): Muster {
  const api = createMuster(how);
  if (dryRun) makeDry(api);
  return api;
}

const usualPatienceSeconds = '60';

function settings(io: Io) {
  const patience = io.env['MUSTER_PATIENCE'] || usualPatienceSeconds;
  if (!/^\d{1,6}$/.test(patience)) throw wrongUse(`MUSTER_PATIENCE is no number of seconds: ${patience}`);
  const url = needed(io, 'MUSTER_URL').replace(/\/+$/, '');
  return { url, userAgent: `muster-cli/${version}`, patienceSeconds: Number(patience) };
}

function needed({ env }: Io, name: string): string {
  const value = env[name];
  if (!value) throw wrongUse(`Set ${name} in the environment, or in a file that --env-file names.`);
  if (name === 'MUSTER_URL' && !URL.canParse(value)) throw wrongUse(`MUSTER_URL is no address: ${value}`);
  return value;
}

function makeDry(api: Muster): void {
  api.use({
    onRequest({ request }) {
      const url = new URL(request.url);
      if (request.method === 'GET' || reads.includes(url.pathname)) return undefined;
      url.searchParams.set('dryRun', 'true');
      return new Request(url, request);
    },
    async onResponse({ response }) {
      const isJson = response.headers.get('content-type')?.includes('json');
      const body: unknown = isJson ? await response.clone().json() : null;
      if (isDry(body)) throw new DryRun(body);
    },
  });
}

function isDry(body: unknown): body is DryRun['answer'] {
  return typeof body === 'object' && body !== null && 'dryRun' in body && body.dryRun === true;
}

/** The environment with what a file adds. Of a name in both, the environment counts. @throws wrongUse if the file is not there or cannot be read */
export function withFile(env: Io['env'], file: string | undefined): Io['env'] {
  const usual = join(env['XDG_CONFIG_HOME'] || join(env['HOME'] || homedir(), '.config'), 'muster', 'env');
  const filled = Object.entries(env).filter(([, value]) => value);
  return { ...parseEnv(readEnv(file ?? usual, file !== undefined)), ...Object.fromEntries(filled) };
}

function readEnv(file: string, isNamed: boolean): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (!isMissing(error)) throw wrongUse(`The file ${file} cannot be read.`);
    if (isNamed) throw wrongUse(`There is no file ${file}.`);
    return '';
  }
}
