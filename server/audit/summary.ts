import { z } from 'zod';
import type { AuditEvent } from './events.ts';

// Shared: making one formatter per number took most of the time of a list.
const numbers = new Intl.NumberFormat('en');

/** One line of the log, with the current names of its ids. */
export type Logged = {
  event: string;
  count: number;
  details: Record<string, unknown>;
  /** The person it is about; null if there is none. */
  person: string | null;
  /** What its change does, in a sentence. */
  change: string | null;
  groups: ReadonlyMap<string, string>;
  /** Names of API keys, by id. */
  keys: ReadonlyMap<string, string>;
  productName: (key: string) => string;
};

/** What happened, in a sentence. */
export function summarise(line: Logged): string {
  if (line.change !== null && line.event !== 'group.deleted') return line.change;
  return isEvent(line.event) ? sentences[line.event](line) : line.event;
}

/** Is it an event that this release knows? */
export function isEvent(event: string): event is AuditEvent {
  return Object.hasOwn(sentences, event);
}

const sentences: Record<AuditEvent, (line: Logged) => string> = {
  'account.created': () => 'Account created',
  'account.renamed': () => 'Account renamed',
  'account.default_group_changed': (line) =>
    `Default group changed from ${group(line, 'before')} to ${group(line, 'after')}`,
  'account.invitation_days_changed': ({ details }) =>
    `Invitations valid for ${Number(details['after'])} days instead of ${Number(details['before'])}`,
  'account.mail_changed': ({ details }) =>
    (details['after'] ?? null) === null
      ? 'Mail settings changed'
      : `Mail settings changed, mail server ${serverOf(details['after'])}`,
  'account.ownership_transferred': (line) => `Ownership transferred to ${person(line)}`,
  'subscription.changed': ({ details, productName }) =>
    `Seats of ${productName(String(details['product']))} changed from ${Number(details['before'])} to ${Number(details['after'])}`,
  'group.created': (line) => `Group ${group(line, 'groupId')} created`,
  'group.renamed': (line) => `Group renamed, today ${group(line, 'groupId')}`,
  'group.deleted': ({ count }) => (count > 0 ? `Group deleted, ${people(count)} moved` : 'Group deleted'),
  'view.created': () => 'View saved',
  'view.shared': () => 'View shared with the Admins',
  'view.changed': () => 'View changed',
  'view.deleted': () => 'View deleted',
  'api_key.created': (line) => `API key ${key(line)} made`,
  'api_key.changed': (line) => `API key ${key(line)} changed`,
  'api_key.rotated': (line) => `API key ${key(line)} given a new secret`,
  'api_key.taken_over': (line) => `API key ${key(line)} taken over, with a new secret`,
  'api_key.revoked': (line) => `API key ${key(line)} revoked`,
  'webhook.created': () => 'Webhook made',
  'webhook.changed': () => 'Webhook changed',
  'webhook.rotated': () => 'Webhook given a new secret',
  'webhook.replayed': ({ details }) =>
    typeof details['from'] === 'string'
      ? `Events since ${details['from'].slice(0, 10)} sent again to a webhook`
      : 'Events sent again to a webhook',
  'webhook.paused': ({ details }) => `Webhook paused, ${whyPaused(details['because'])}`,
  'webhook.resumed': () => 'Webhook resumed',
  'webhook.deleted': () => 'Webhook deleted',
  'users.added': ({ count }) => `${people(count)} added`,
  'users.changed': ({ count }) => `${people(count)} changed`,
  'users.removed': ({ count }) => `${people(count)} removed`,
  'users.restored': ({ count }) => `${people(count)} restored`,
  'users.purged': ({ count }) => `Data of ${people(count)} erased`,
  'users.imported': ({ count }) => `${people(count)} imported`,
  'users.exported': ({ count }) => (count > 0 ? `${people(count)} exported` : 'People exported'),
  'users.undone': ({ count }) => `A change undone for ${people(count)}`,
  'invitation.resent': ({ count }) => `Invitation sent again to ${people(count)}`,
  'invitation.accepted': (line) => `${person(line)} accepted the invitation`,
  'invitation.link_copied': (line) => `Invitation link of ${person(line)} copied`,
  'invitation.requested': (line) =>
    `${person(line)} asked for a new invitation${line.details['refused'] === 'seats_short' ? ', and there was no free seat' : ''}`,
  'invitations.paused': () => 'Invitation mail paused',
  'invitations.resumed': () => 'Invitation mail resumed',
  'invitations.rescheduled': () => 'Date of invitations changed',
  'session.started': (line) => `${person(line)} signed in`,
  'session.ended': (line) => `${person(line)} signed out`,
  'sessions.revoked': (line) => `${person(line)} ended a session elsewhere`,
  'password.changed': (line) => `${person(line)} changed their password`,
  'password.reset': (line) => `${person(line)} set a new password by mail`,
  'email.proven': (line) => `${person(line)} confirmed their address`,
  'email.change_asked': (line) => `${person(line)} asked to change their address`,
  'email.changed': (line) => `${person(line)} changed their address`,
};

function serverOf(server: unknown): string {
  const { host, port } = z.object({ host: z.string(), port: z.number() }).parse(server);
  return `${host}:${port}`;
}

function person({ person: name }: Logged): string {
  return name ?? 'A removed person';
}

function people(n: number): string {
  return n === 1 ? '1 person' : `${numbers.format(n)} people`;
}

function group({ details, groups }: Logged, key: string): string {
  return groups.get(String(details[key])) ?? 'one that is gone';
}

function key({ details, keys }: Logged): string {
  return keys.get(String(details['keyId'])) ?? '';
}

function whyPaused(because: unknown): string {
  if (because === 'failed') return 'as its receiver took nothing for three days';
  if (because === 'gone') return 'as its receiver said that it is gone';
  return because === 'maker' ? 'as its maker may not read what it brings' : 'as asked';
}
