import type { Change } from '../api/change-types.ts';
import { ApiError } from '../api/error.ts';
import { inviteOf } from '../fields/invite-when.tsx';

export interface Settings {
  type: string;
  groupId: string;
  addOns: string[];
  /** As of InviteWhen. */
  invite: string;
}

interface Options {
  onProgress: (sent: number) => void;
  signal: AbortSignal;
}

/**
 * Sends a file and resolves to the import that was planned from it. The browser reads the file while sending it. Only XMLHttpRequest
 * reports the progress of that.
 * @throws ApiError
 */
export function uploadCsv(
  file: File,
  { type, groupId, addOns, invite }: Settings,
  { onProgress, signal }: Options,
): Promise<Change> {
  const query = new URLSearchParams({ source: 'csv', fileName: file.name, invite: inviteOf(invite) });
  if (type !== '') query.set('type', type);
  if (groupId !== '') query.set('groupId', groupId);
  if (addOns.length > 0) query.set('addOns', addOns.join(','));
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/v1/changes?${query}`);
    request.setRequestHeader('Content-Type', 'text/csv');
    request.setRequestHeader('Idempotency-Key', crypto.randomUUID());
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onerror = () => reject(ApiError.unreachable());
    request.onabort = () => reject(new DOMException('The upload was stopped', 'AbortError'));
    request.onload = () => {
      if (request.status >= 400) ApiError.from(answerOf(request)).then(reject, reject);
      else resolve(JSON.parse(request.responseText));
    };
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

function answerOf(request: XMLHttpRequest): Response {
  const type = request.getResponseHeader('content-type') ?? '';
  return new Response(request.responseText, { status: request.status, headers: { 'content-type': type } });
}
