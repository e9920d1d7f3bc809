export { createMuster, type MusterOptions } from './client.ts';
export type { Cookies } from './cookies.ts';
export { type ErrorCode, MusterError } from './error.ts';
export { every } from './every.ts';
export type * from './generated/schema.ts';
export type { FileInit, ListPath, Muster, Row } from './types.ts';
export { verifyWebhook, WebhookError, type WebhookEvent } from './webhook.ts';
