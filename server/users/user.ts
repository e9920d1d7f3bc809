import { z } from 'zod';
import { versionSchema } from '../http/version.ts';
import { roleSchema } from '../kernel/context.ts';
import { recordOf } from '../kernel/records.ts';
import { moment, reference } from '../kernel/schema.ts';
import { line, lineNeeded } from '../kernel/text.ts';
import { textFields, textMaxOf } from './rules/fields.ts';

export const statuses = ['pending', 'active', 'deactivated', 'expired', 'removed'] as const;
export const statusSchema = z.enum(statuses).meta({ id: 'UserStatus' });

/** What people may type into each text field. */
export const textSchemas = recordOf(textFields, (name) => line(textMaxOf(name)));
export const nameSchema = textSchemas.firstName;
/** The first name of a person who types it themselves. */
export const ownNameSchema = lineNeeded(textMaxOf('firstName'));

export const mailStates = [
  'not_sent',
  'queued',
  'handed_over',
  'mailbox',
  'delayed',
  'bounced',
  'opened',
  'accepted',
] as const;
export const mailSchema = z.object({
  state: z
    .enum(mailStates)
    .describe(
      'not_sent: not mailed yet, as chosen when they were added. handed_over: a mail server took it. mailbox: kept on the mailbox page, because no mail server is set.',
    ),
  at: moment,
  detail: z.string().nullable().describe('The mail server’s words.'),
  sendAt: moment.nullable().describe('Of not_sent: the date at which it is mailed, if there is one.'),
});
mailSchema.register(z.globalRegistry, {
  id: 'InvitationMail',
  description: 'What happened to the last invitation mail.',
});

export const userSchema = z.object({
  id: z.string(),
  version: versionSchema,
  email: z.string(),
  emailDomain: z
    .string()
    .nullable()
    .describe('The domain as it really is (ASCII), where the typed one has other letters.'),
  ...recordOf(textFields, () => z.string()),
  type: z.string(),
  addOns: z.array(z.string()),
  group: reference,
  manager: reference.nullable(),
  role: roleSchema,
  status: statusSchema,
  invitedAt: moment.nullable(),
  invitedBy: reference.nullable(),
  expiresAt: moment.nullable().describe('When the invitation ends; null once joined.'),
  mail: mailSchema.nullable(),
  createdAt: moment,
  updatedAt: moment,
  lastSignInAt: moment.nullable(),
  removedAt: moment.nullable(),
  purgeAt: moment.nullable().describe('When a removed user’s data is erased.'),
});
userSchema.register(z.globalRegistry, { id: 'User', description: 'One person in one account.' });

export type User = z.infer<typeof userSchema>;
export type Status = (typeof statuses)[number];
