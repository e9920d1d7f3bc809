import { every } from '../api/every.ts';
import type { AuditEvent } from '../api/types.ts';

/** The filters of the log, in the order people expect. */
export const AUDIT_EVENTS = every<AuditEvent>()([
  'users.added',
  'users.changed',
  'users.removed',
  'users.restored',
  'users.purged',
  'users.imported',
  'users.exported',
  'users.undone',
  'invitation.resent',
  'invitation.accepted',
  'invitation.link_copied',
  'invitation.requested',
  'invitations.paused',
  'invitations.resumed',
  'invitations.rescheduled',
  'group.created',
  'group.renamed',
  'group.deleted',
  'view.created',
  'view.shared',
  'view.changed',
  'view.deleted',
  'api_key.created',
  'api_key.changed',
  'api_key.rotated',
  'api_key.taken_over',
  'api_key.revoked',
  'webhook.created',
  'webhook.changed',
  'webhook.rotated',
  'webhook.paused',
  'webhook.resumed',
  'webhook.replayed',
  'webhook.deleted',
  'subscription.changed',
  'account.created',
  'account.renamed',
  'account.default_group_changed',
  'account.invitation_days_changed',
  'account.mail_changed',
  'account.ownership_transferred',
  'session.started',
  'session.ended',
  'sessions.revoked',
  'password.changed',
  'password.reset',
  'email.proven',
  'email.change_asked',
  'email.changed',
]);

type Underscored<Name extends string> = Name extends `${infer Feature}.${infer What}` ? `${Feature}_${What}` : never;

/** The event of that name; undefined if there is none, as in an address typed by hand. */
export function eventOf(name: string | undefined): AuditEvent | undefined {
  return AUDIT_EVENTS.find((event) => event === name);
}

/** The event's key in the message file, where a dot would have another meaning. */
export function wordOf<Name extends (typeof AUDIT_EVENTS)[number]>(name: Name): Underscored<Name>;
export function wordOf(name: string): string {
  return name.replace('.', '_');
}
