/** Why a request got no answer: the address was refused, nothing answered, it took too long, or there were too many redirects. */
export type FailureReason = 'refused' | 'unreachable' | 'slow' | 'redirects';

/** A request that got no answer, with a sentence for the person who entered the address. */
export class OutboundFailure extends Error {
  readonly reason: FailureReason;
  constructor(reason: FailureReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

export function refused(host: string): OutboundFailure {
  return new OutboundFailure('refused', `${host} is not an address that this server may connect to.`);
}

/** Any error of a request, in Muster's words. */
export function failureOf(error: unknown, host: string): OutboundFailure {
  if (error instanceof OutboundFailure) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const name = error instanceof Error ? error.name : '';
  if (name === 'TimeoutError' || code === 'UND_ERR_CONNECT_TIMEOUT')
    return new OutboundFailure('slow', `${host} did not answer in time.`, { cause: error });
  const words = error instanceof Error ? error.message || code : String(error);
  return new OutboundFailure('unreachable', `${host} cannot be reached: ${words}.`, { cause: error });
}
