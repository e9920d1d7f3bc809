import { z } from 'zod';

/** All events of the audit log. Past tense, feature first. */
export const auditEvents = [
  'account.created',
  'account.renamed',
  'account.default_group_changed',
  'account.invitation_days_changed',
  'account.mail_changed',
  'account.ownership_transferred',
  'subscription.changed',
  'group.created',
  'group.renamed',
  'group.deleted',
  'view.created',
  'view.shared',
  'view.changed',
  'view.deleted',
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
  'session.started',
  'session.ended',
  'sessions.revoked',
  'password.changed',
  'password.reset',
  'email.proven',
  'email.change_asked',
  'email.changed',
] as const;

export const auditEventSchema = z.enum(auditEvents).meta({ id: 'AuditEvent' });
export type AuditEvent = (typeof auditEvents)[number];
