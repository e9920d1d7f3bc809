import { idFromBytes, idToBytes } from '../kernel/ids.ts';
import { Problem } from '../kernel/problem.ts';
import type { Signer } from '../kernel/secrets.ts';

/** How a link reached the person. Only a mailed link proves the address. */
export type Via = 'mail' | 'copy';
export type Invitation = { accountId: string; userId: string; invitationVersion: number; via: Via };

const purpose = 'invitation';
const payloadBytes = 37;

/** Nothing is stored for an invitation. The link has the account, user and invitation version, signed with the server's key. */
export function invitationLink(publicUrl: string, signer: Signer, invitation: Invitation): string {
  const payload = Buffer.alloc(payloadBytes);
  idToBytes(invitation.accountId).copy(payload, 0);
  idToBytes(invitation.userId).copy(payload, 16);
  payload.writeUInt32BE(invitation.invitationVersion, 32);
  payload.writeUInt8(invitation.via === 'mail' ? 1 : 2, 36);
  return `${publicUrl}/welcome/${signer.sign(purpose, payload)}`;
}

/** Why a link opens nothing. */
export const invitationProblems = [
  'invitation_unknown',
  'invitation_revoked',
  'invitation_used',
  'invitation_expired',
  'invitation_replaced',
] as const;

/** @throws invitation_unknown (404) if this server did not sign it. */
export function openInvitation(signer: Signer, token: string): Invitation {
  const payload = signer.verify(purpose, token, payloadBytes);
  if (!payload) throw new Problem('invitation_unknown');
  return {
    accountId: idFromBytes(payload.subarray(0, 16)),
    userId: idFromBytes(payload.subarray(16, 32)),
    invitationVersion: payload.readUInt32BE(32),
    via: payload.readUInt8(36) === 1 ? 'mail' : 'copy',
  };
}

export type Standing = { status: string; invitationVersion: number; expired: boolean; accountName: string };

/**
 * Is the link valid? It is while its person is pending, its version is the current one and it has not expired.
 * @throws invitation_revoked, invitation_used, invitation_expired, invitation_replaced (410)
 */
export function requireAlive(
  invitationVersion: number,
  { status, invitationVersion: present, expired, accountName }: Standing,
): void {
  if (status === 'removed') throw new Problem('invitation_revoked', { accountName });
  if (status !== 'pending') throw new Problem('invitation_used', { accountName });
  if (expired) throw new Problem('invitation_expired', { accountName });
  if (invitationVersion !== present) throw new Problem('invitation_replaced', { accountName });
}
