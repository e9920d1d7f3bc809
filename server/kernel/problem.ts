import { z } from 'zod';
import { beginning } from './beginning.ts';
import { bounds } from './limits.ts';

/**
 * Every code a caller can cause: its status and its sentence. The one home of error words; `{name}` is filled from the details.
 * Answers follow RFC 9457 (application/problem+json).
 */
const codes = {
  // Requests
  invalid_request: [400, 'The request is not valid: see errors for what to change.'],
  invalid_cursor: [400, 'This cursor is not one of this list. Start again without it.'],
  cursor_too_old: [
    410,
    'Events after this cursor are not kept any more. To have a whole copy again, start again from GET /v1/users, with the cursor that GET /v1/events?latest=true gives before.',
  ],
  too_many_to_sort: [
    422,
    'At most {most} people are sorted by {sort}, and more match. Filter the list further, or choose another order.',
  ],
  not_found: [404, 'There is nothing here, or you may not see it.'],
  method_not_allowed: [405, 'This address does not take that method.'],
  too_slow: [408, 'The request did not arrive in time. Send it again.'],
  too_large: [413, 'The request is larger than {limit}.'],
  unsupported_media_type: [415, 'This address takes {expected}.'],
  expectation_failed: [417, 'This server knows no Expect but 100-continue.'],
  idempotency_key_busy: [409, 'The first request with this Idempotency-Key is still at work. Try again shortly.'],
  shown_once: [409, 'This was done, and its secret is shown only once. Its id is {id}.'],
  idempotency_key_reused: [422, 'This Idempotency-Key was used for another request. Use a new key.'],
  too_many_requests: [429, 'Too many tries. Wait {seconds} seconds and try again.'],
  too_many_at_once: [429, 'Too many {what} are under way at once. Try again when one of them has ended.'],
  headers_too_large: [431, 'The address and headers of this request are longer than 32 kB.'],
  database_unavailable: [503, 'The database does not answer at the moment. Nothing was changed; try again shortly.'],
  rows_busy: [503, 'Others are changing the same at the moment. Nothing was changed; try again shortly.'],
  took_too_long: [503, 'This took the database too long. Nothing was changed; try again shortly, or ask for less.'],
  account_busy: [503, 'Too much of this account is under way at once. Nothing was changed; try again shortly.'],
  outcome_unknown: [
    503,
    'The database was lost at the very moment of saving: this is either done or not at all. Look before you try again.',
  ],
  busy: [503, 'The server is shutting down. Try again shortly.'],
  internal: [
    500,
    'Something went wrong on our side. Nothing was changed. Tell your operator this request’s id: {requestId}.',
  ],
  // Access
  not_signed_in: [401, 'Sign in first.'],
  key_unknown: [401, 'There is no such API key. Send it whole, as Authorization: Bearer mst_….'],
  key_revoked: [401, 'This API key was revoked, or replaced by a new one.'],
  key_expired: [401, 'This API key has expired.'],
  key_stopped: [
    401,
    'This API key has stopped, because its maker may not do all that it may. An Admin can take it over or make another.',
  ],
  key_address: [403, 'This API key may not be used from {address}.'],
  key_in_query: [
    401,
    'An API key belongs into the Authorization header. Addresses are kept in logs, so rotate the key that was sent in this one.',
  ],
  key_and_session: [400, 'Send either an API key or the session cookie, not both.'],
  not_for_keys: [403, 'This is for people who are signed in, not for API keys.'],
  wrong_credentials: [401, 'Wrong e-mail address or password.'],
  no_account: [403, 'This sign-in is not an active user of any account.'],
  forbidden: [403, 'You may not do this{why}. An Owner or Admin can.'],
  cross_site: [403, 'This request came from another site and was refused.'],
  wrong_password: [403, 'The password is not right.'],
  sign_up_closed: [403, 'New accounts cannot be made here. Ask an Owner or Admin for an invitation.'],
  set_up_code_wrong: [403, 'The set-up code is not right. It stands in the server’s log.'],
  password_too_short: [422, 'Choose a password of at least 12 characters.'],
  password_too_long: [422, 'Choose a password of at most 200 characters.'],
  password_common: [422, 'This password is too easy to guess. Choose another.'],
  password_needed: [422, 'Choose a password to confirm this address.'],
  link_unknown: [404, 'This link is not valid. Ask for a new one.'],
  link_expired: [410, 'This link has expired. Ask for a new one.'],
  link_used: [410, 'This link was used already. Ask for a new one if you need it.'],
  // Mail
  mail_fixed: [409, 'The operator of this server has set this, so it cannot be changed here.'],
  mail_server_refused: [
    422,
    'This server may not connect to that mail server. Use a public one by TLS or STARTTLS at port 25, 465, 587 or 2525, or ask the operator.',
  ],
  mail_sender_needed: [422, 'Give the address that mails come from.'],
  mail_password_needed: [422, 'Enter the password of the mail server.'],
  no_signature: [422, 'These headers hold no DKIM signature of {domain}.'],
  // Invitations
  invite_date: [422, 'Choose a date from now on, within the {days} days that an invitation lasts.'],
  invitation_unknown: [404, 'This invitation link is not valid. Check that you opened the whole link.'],
  invitation_expired: [
    410,
    'This invitation to {accountName} has expired. Ask for a new one; it goes to the invited address.',
  ],
  invitation_used: [410, 'This invitation was accepted already. Sign in instead.'],
  invitation_revoked: [410, 'This invitation was withdrawn. Ask whoever invited you.'],
  invitation_replaced: [410, 'A newer invitation was sent to you. Open the link in the newest mail.'],
  // Users, and what a change may refuse row by row
  unknown_user: [404, 'There is no such user in this account.'],
  owner_protected: [
    403,
    'The Owner cannot be removed, deactivated or demoted, and only the Owner changes their own entry.',
  ],
  admin_protected: [403, 'Only the Owner may do this to an Admin.'],
  self_protected: [403, 'You cannot do this to yourself.'],
  role_forbidden: [403, 'Only the Owner makes or unmakes Admins.'],
  email_invalid: [422, '“{email}” {why}.'],
  email_several: [422, '“{email}” holds more than one address. Put each person on a line of their own.'],
  email_guest: [
    422,
    '“{email}” is the sign-in name of a guest, which is no mailbox. Fill in the address of the person.',
  ],
  not_a_person: [422, 'This line is about no person.'],
  switched_off: [422, 'The file says that this person is switched off.'],
  email_taken: [409, 'Another user of this account has this address.'],
  email_duplicate: [422, 'This address stands here more than once; the first one counts.'],
  group_unknown: [422, 'There is no such group in this account{named}.'],
  manager_unknown: [422, 'There is no such person in this account to be the manager.'],
  manager_self: [422, 'A person cannot be their own manager.'],
  type_unknown: [422, 'There is no such user type: {type}.'],
  add_on_unknown: [422, 'There is no such add-on: {addOn}.'],
  add_on_needs_type: [422, '{addOn} needs the type {types}.'],
  seats_short: [409, 'There are not enough seats: {needed} needed, {free} free.'],
  changed_meanwhile: [412, 'This has been changed since you read it. Read it again, then decide.'],
  already_removed: [409, 'This user is removed. Restore them first.'],
  not_removed: [409, 'This user is not removed.'],
  not_pending: [409, 'This user has joined already, so there is no invitation to send.'],
  not_joined: [409, 'This user has not joined yet. Revoke the invitation instead.'],
  mail_limited: [
    429,
    'This person was mailed {most} times within an hour. The next mail can go from {nextAt} on; the newest link stays good.',
  ],
  changed_since: [409, 'This was changed again afterwards, so it stays as it is.'],
  text_too_long: [422, '{field} is longer than {max} characters.'],
  text_invalid: [422, '{field} {why}.'],
  owner_unproven: [
    403,
    'This account invites five people at most until its Owner confirms their address. Open the link that was mailed to the Owner, then invite the others.',
  ],
  // Changes
  nothing_selected: [422, 'Nobody is selected.'],
  import_unknown: [422, 'This is no planned import.'],
  filter_without_value: [422, 'not names {name}, and no value of it is given.'],
  time_zone_unknown: [422, 'There is no time zone {timeZone}. A name is like Europe/Berlin.'],
  dry_run_too_large: [
    422,
    'A job plans a file of this size. Plan it without dryRun: nothing changes before the plan is applied.',
  ],
  change_not_planned: [409, 'This change is {state}, so it cannot be applied.'],
  changes_waiting: [409, '{max} changes are under way already, which is the most. Wait until one of them is done.'],
  rows_gone: [404, 'The rows of this import are not kept any more.'],
  change_not_undoable: [409, 'This change cannot be undone: {reason}.'],
  change_not_cancellable: [409, 'This change is {state}, so it cannot be cancelled.'],
  // Groups, seats, account
  group_name_taken: [409, 'There is a group of this name already.'],
  groups_full: [409, 'There are {max} groups, which is the most. Delete one first.'],
  group_is_default: [409, 'This is the default group. Make another one the default first.'],
  seats_below_use: [409, '{held} seats of {product} are in use, so {bought} are not enough. Free {short} first.'],
  product_unknown: [404, 'There is no such product.'],
  transfer_target: [409, 'Ownership can go to an active user only.'],
  // API keys
  keys_full: [409, 'There are {max} API keys, which is the most. Revoke one first.'],
  expiry_past: [422, 'Choose an end that is to come, or none.'],
  network_invalid: [422, '“{text}” is no network such as 203.0.113.0/24, and no IP address.'],
  // Webhooks
  webhooks_full: [409, 'There are {max} webhooks, which is the most. Delete one first.'],
  events_gone: [410, 'The events of this delivery are not kept any more.'],
  webhook_url: [422, 'Events cannot be sent there. {why}'],
  // Views
  view_name_taken: [409, 'You have a view of this name already. Choose another name.'],
  view_protected: [403, 'Only whoever made this view may change it. Save one of your own instead.'],
  views_full: [409, 'You have {max} views, which is the most. Delete one first.'],
  shared_views_full: [409, '{max} views are shared in this account, which is the most. Keep this one to yourself.'],
  // Files
  csv_empty: [422, 'The file is empty.'],
  csv_header_only: [422, 'The file has a header and no people under it.'],
  csv_binary: [422, 'This file cannot be read: {what}.'],
  csv_too_large: [422, 'The file is larger than {limit}.'],
  csv_too_many_columns: [422, 'The file has more than {max} columns. Keep those that matter and send it again.'],
  csv_no_address: [422, 'No column of this file holds an e-mail address.'],
  csv_mapping: [422, 'Choose the column that holds the e-mail address, and no field twice.'],
  csv_unclosed_quote: [422, 'A quote is opened in this line and never closed.'],
  csv_nul: [422, 'This line holds NUL characters.'],
  csv_too_many_cells: [422, 'This line has more cells than the file has columns.'],
  csv_cell_too_long: [422, 'A cell of this line is longer than 64 kB.'],
  csv_truncated: [422, 'The file ends in the middle of this line.'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof codes;
export const problemCodes = Object.keys(codes).filter(isProblemCode);
export type Details = Record<string, unknown>;

/** An error that a caller can cause and read about. Any other thrown error is a bug. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly details: Details;
  readonly status: number;
  constructor(code: ProblemCode, details: Details = {}, options?: ErrorOptions) {
    super(sentence(code, details), options);
    this.code = code;
    this.details = details;
    this.status = codes[code][0];
  }
}

/** The sentence for a code. An unknown word in braces is left out. */
export function sentence(code: ProblemCode, details: Details = {}): string {
  return codes[code][1].replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''));
}

/** The status and sentence of a code, for documentation; `{name}` stands for a detail. */
export function wordsOf(code: ProblemCode): { status: number; words: string } {
  const [status, words] = codes[code];
  return { status, words };
}

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(codes, code);
}

/** The shape every error answer has (RFC 9457), as documentation for openapi.json. */
export const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('A sentence to show to a person.'),
  code: z.enum(problemCodes).meta({ id: 'ProblemCode', description: 'What is wrong, for programs: stable.' }),
  requestId: z.string(),
  errors: z
    .array(z.object({ pointer: z.string(), detail: z.string() }))
    .max(bounds.errorsMax)
    .optional(),
});
problemSchema.register(z.globalRegistry, { id: 'Problem', description: 'application/problem+json, RFC 9457' });

const errorsSchema = z.array(z.object({ pointer: z.string(), detail: z.string() }));

/** Keeps the first errors: a request has room for hundreds of thousands of mistakes. */
function fewErrors(errors: unknown): Details {
  const given = errorsSchema.safeParse(Array.isArray(errors) ? errors.slice(0, bounds.errorsMax) : null);
  if (!given.success) return {};
  return {
    errors: given.data.map(({ pointer, detail }) => ({
      pointer: beginning(pointer, errorTextMax),
      detail: beginning(detail, errorTextMax),
    })),
  };
}

const errorTextMax = 500;

export function problemBody(problem: Problem, requestId: string) {
  return {
    ...problem.details,
    ...fewErrors(problem.details['errors']),
    type: `urn:muster:problem:${problem.code}`,
    title: problem.code.replaceAll('_', ' '),
    status: problem.status,
    detail: problem.code === 'internal' ? sentence('internal', { requestId }) : problem.message,
    code: problem.code,
    requestId,
  };
}
