import { every } from '../../client/index.ts';
import type { AuditEvent } from '../api/types.ts';

/** The events of the log by feature, in the order in which people read them. */
export const EVENTS_OF = {
  people: [
    'users.added',
    'users.changed',
    'users.removed',
    'users.restored',
    'users.purged',
    'users.imported',
    'users.exported',
    'users.undone',
  ],
  invitations: [
    'invitation.resent',
    'invitation.accepted',
    'invitation.link_copied',
    'invitation.requested',
    'invitations.paused',
    'invitations.resumed',
    'invitations.rescheduled',
  ],
  groups: ['group.created', 'group.renamed', 'group.deleted'],
  seats: ['subscription.changed'],
  account: [
    'account.created',
    'account.renamed',
    'account.default_group_changed',
    'account.invitation_days_changed',
    'account.mail_changed',
    'account.ownership_transferred',
    'view.created',
    'view.shared',
    'view.changed',
    'view.deleted',
  ],
  programs: [
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
  ],
  signIns: [
    'session.started',
    'session.ended',
    'sessions.revoked',
    'password.changed',
    'password.reset',
    'email.proven',
    'email.change_asked',
    'email.changed',
  ],
} as const satisfies Record<string, AuditEvent[]>;

export const AUDIT_EVENTS = every<AuditEvent>()([
  ...EVENTS_OF.people,
  ...EVENTS_OF.invitations,
  ...EVENTS_OF.groups,
  ...EVENTS_OF.seats,
  ...EVENTS_OF.account,
  ...EVENTS_OF.programs,
  ...EVENTS_OF.signIns,
]);

/** The event of that name; undefined if there is none, as in an address typed by hand. */
export function eventOf(name: string | undefined): AuditEvent | undefined {
  return AUDIT_EVENTS.find((event) => event === name);
}
