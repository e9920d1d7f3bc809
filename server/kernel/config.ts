import { existsSync } from 'node:fs';
import { z } from 'zod';
import { isEndpoint, isNetwork } from './network.ts';

/** The environment, read once. Every bad value gives one sentence that names the variable. */
export type Config = {
  port: number;
  host: string;
  loopback: boolean;
  publicUrl: string;
  databaseUrl: string | null;
  dataFolder: string;
  /** The server's keys. The first signs and encrypts; the others only verify and decrypt. */
  secrets: [string, ...string[]] | null;
  smtpUrl: string | null;
  mailFrom: string | null;
  /** Messages per second. null: no limit, as for the mailbox page. */
  mailRate: number | null;
  trustProxy: string[];
  rateLimits: boolean;
  signUp: 'first' | 'open' | 'closed';
  catalogFile: string | null;
  logLevel: LogLevel;
  /** Statements that take longer are logged. 0 logs none. */
  slowStatementMs: number;
  /** Private networks, as CIDRs, that outgoing connections may reach, also without TLS. */
  outboundAllow: string[];
  /** Name servers, as address:port. null: the system's. */
  dnsServers: string[] | null;
};

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
type LogLevel = (typeof logLevels)[number];

/** A sentence for the operator. main.ts prints it without a stack. */
export class StartError extends Error {}

const url = (protocols: string[], example: string) =>
  z
    .string()
    .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), `must look like ${example}`);
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be a whole number from ${min} to ${max}`);

const secret = z.string().min(32, 'must have at least 32 characters in each of its keys');

const environment = z.object({
  PORT: wholeNumber(0, 65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: url(['http:', 'https:'], 'https://muster.example.com').optional(),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/database').optional(),
  MUSTER_DATA: z.string().default('./data'),
  MUSTER_SECRET: z
    .string()
    .transform((list) => list.split(',').map((key) => key.trim()))
    .pipe(z.tuple([secret], secret))
    .optional(),
  SMTP_URL: url(['smtp:', 'smtps:'], 'smtp://user:password@host:587').optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*@[^\r\n@]+$/, 'must be an address such as Muster <muster@example.com>')
    .optional(),
  MAIL_RATE: wholeNumber(1, 10_000).optional(),
  TRUST_PROXY: z
    .string()
    .transform((list) => list.split(',').map((item) => item.trim()))
    .default([]),
  RATE_LIMITS: z.enum(['on', 'off'], 'must be on or off').default('on'),
  SIGN_UP: z.enum(['first', 'open', 'closed'], 'must be first, open or closed').default('first'),
  OUTBOUND_ALLOW: z
    .string()
    .transform((list) => list.split(',').map((item) => item.trim()))
    .refine((list) => list.every(isNetwork), 'must list networks such as 10.1.0.0/16, separated by commas')
    .default([]),
  DNS_SERVERS: z
    .string()
    .transform((list) => list.split(',').map((item) => item.trim()))
    .refine(
      (list) => list.every(isEndpoint),
      'must list addresses such as 10.0.0.53 or 10.0.0.53:5353, separated by commas',
    )
    .optional(),
  MUSTER_CATALOG: z.string().refine(existsSync, 'names a file that does not exist').optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  SLOW_STATEMENT_MS: wholeNumber(0, 3_600_000).default(1_000),
});

export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const sentences = parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}.`);
    throw new StartError(sentences.join(' '));
  }
  const value = parsed.data;
  const loopback = ['127.0.0.1', '::1', 'localhost'].includes(value.HOST);
  if (value.RATE_LIMITS === 'off' && !loopback)
    throw new StartError('RATE_LIMITS may be off only while HOST is loopback.');
  if (value.SMTP_URL && !value.MAIL_FROM)
    throw new StartError('MAIL_FROM must be set when SMTP_URL is, such as Muster <muster@example.com>.');
  if (!loopback && !value.SMTP_URL)
    throw new StartError(
      'SMTP_URL must be set when HOST is not loopback, because the mailbox page would show everyone’s links.',
    );
  return {
    port: value.PORT,
    host: value.HOST,
    loopback,
    publicUrl: (value.PUBLIC_URL ?? `http://localhost:${value.PORT}`).replace(/\/+$/, ''),
    databaseUrl: value.DATABASE_URL ?? null,
    dataFolder: value.MUSTER_DATA,
    secrets: value.MUSTER_SECRET ?? null,
    smtpUrl: value.SMTP_URL ?? null,
    mailFrom: value.MAIL_FROM ?? null,
    mailRate: value.MAIL_RATE ?? (value.SMTP_URL ? 50 : null),
    trustProxy: value.TRUST_PROXY,
    rateLimits: value.RATE_LIMITS === 'on',
    signUp: value.SIGN_UP,
    catalogFile: value.MUSTER_CATALOG ?? null,
    logLevel: value.LOG_LEVEL,
    slowStatementMs: value.SLOW_STATEMENT_MS,
    outboundAllow: value.OUTBOUND_ALLOW,
    dnsServers: value.DNS_SERVERS ?? null,
  };
}
