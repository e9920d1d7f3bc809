/** What can be said about any failure. Errors of the server fill the optional fields. */
export interface Failure {
  message: string;
  requestId?: string | undefined;
  /** The code, for programs. */
  code?: string | undefined;
  /** Sentences for single fields, by name. */
  fields: Record<string, string>;
}

export function toFailure(error: unknown, fallback: string): Failure {
  if (!(error instanceof Error)) return { message: fallback, fields: {} };
  return {
    message: 'fields' in error ? error.message : fallback,
    code: 'code' in error && typeof error.code === 'string' ? error.code : undefined,
    requestId: 'requestId' in error && typeof error.requestId === 'string' ? error.requestId : undefined,
    fields: 'fields' in error ? strings(error.fields) : {},
  };
}

function strings(value: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  if (typeof value !== 'object' || value === null) return found;
  for (const [name, text] of Object.entries(value)) if (typeof text === 'string') found[name] = text;
  return found;
}
