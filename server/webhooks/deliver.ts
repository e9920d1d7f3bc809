import { beginning } from '../kernel/beginning.ts';
import { OutboundFailure } from '../outbound/failure.ts';
import type { Outbound } from '../outbound/outbound.ts';
import { type Message, signedHeaders } from './message.ts';

/** The outcome of one try. */
export type Tried = { tookMs: number; status: number | null; answer: string | null; failure: string | null };

/** Characters of an answer that are kept. */
const answerMax = 4_000;

/** Posts a message once. A redirect is no success: what is signed is for one address. */
export async function tryOnce(
  outbound: Outbound,
  { url, secrets }: { url: string; secrets: string[] },
  message: Message,
): Promise<Tried> {
  const began = performance.now();
  const tookMs = () => Math.round(performance.now() - began);
  try {
    const headers = signedHeaders(secrets, message);
    const { status, body } = await outbound.send({ method: 'POST', url, headers, body: message.body });
    return { tookMs: tookMs(), status, answer: readable(body), failure: null };
  } catch (error) {
    if (!(error instanceof OutboundFailure)) throw error;
    return { tookMs: tookMs(), status: null, answer: null, failure: error.message };
  }
}

export const isDelivered = ({ status }: Tried): boolean => status !== null && status >= 200 && status < 300;

/** The beginning of an answer as a text that can be stored. */
function readable(body: Buffer): string {
  return beginning(body.toString('utf8').replaceAll('\0', '').toWellFormed(), answerMax);
}
