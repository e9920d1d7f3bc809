import { createMuster, MusterError } from '../../client/index.ts';
import { ApiError } from './error.ts';

/** A person who waits for a screen waits for two tries more. */
const PATIENCE_SECONDS = 2;

export const api = createMuster({ url: window.location.origin, patienceSeconds: PATIENCE_SECONDS });

type Answer<D> = Promise<{ data: D; response: Response }>;

/** The data of an answer. Errors are thrown as ApiError. */
export async function ok<D>(call: Answer<D>): Promise<D> {
  return (await answered(call)).data;
}

/** The answer to a write to users, and the change it made, which can be undone. */
export async function okWithChange<D>(call: Answer<D>): Promise<{ data: D; changeId: string | null }> {
  const { data, response } = await answered(call);
  return { data, changeId: response.headers.get('Muster-Change') };
}

/** Errors in the words of the console. */
async function answered<D>(call: Answer<D>): Answer<D> {
  try {
    return await call;
  } catch (error) {
    throw error instanceof MusterError ? new ApiError(error.status, error.problem, { cause: error }) : error;
  }
}
