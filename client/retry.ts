type Send = (request: Request) => Promise<Response>;

const firstWaitMs = 300;
const growth = 4;
/** Too many requests, and a server that is away for a moment, as it or a proxy before it says. */
const passing = [429, 502, 503, 504];

/**
 * Sends a request again that was lost or could not be served, after the time that the server names or a growing one. All waits of a request
 * together last at most `patienceSeconds`.
 */
export async function sendPatiently(send: Send, request: Request, patienceSeconds: number): Promise<Response> {
  let patienceMs = patienceSeconds * 1_000;
  for (let tries = 0; ; tries++) {
    const { response, error } = await attempt(send, request);
    const isFinal = request.signal.aborted || (response && !passing.includes(response.status));
    const wait = (response && askedWait(response)) ?? growingWait(tries);
    if (isFinal || wait > patienceMs) {
      if (response) return response;
      throw error;
    }
    await response?.body?.cancel();
    patienceMs -= wait;
    await sleep(wait, request.signal);
  }
}

/** A connection may be cut in the middle of an answer, so a JSON answer counts when all of it is there. Streams are passed on. */
async function attempt(send: Send, request: Request): Promise<{ response?: Response; error?: unknown }> {
  try {
    const response = await send(request.clone());
    if (/json/.test(response.headers.get('content-type') ?? '')) await response.clone().arrayBuffer();
    return { response };
  } catch (error) {
    return { error };
  }
}

/** The milliseconds of Retry-After, which is a number of seconds or a date. */
function askedWait({ headers }: Response): number | null {
  const asked = headers.get('retry-after');
  if (asked === null) return null;
  const ms = /^\d+$/.test(asked) ? Number(asked) * 1_000 : Date.parse(asked) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

/** Shorter by chance, so that many programs do not come back in the same moment. */
function growingWait(tries: number): number {
  return firstWaitMs * growth ** tries * (1 - Math.random() / 2);
}

/** Ends early if the call is given up. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
