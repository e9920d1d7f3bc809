import { checkAgain } from '../access/callers/check-again.ts';
import type { Wording } from '../audit/queries.ts';
import { auditRoutes } from '../audit/routes.ts';
import { summariesOf } from '../changes/show/show-changes.ts';
import type { App } from '../http/route.ts';
import { productName } from '../seats/catalog.ts';
import type { Tools } from '../tools.ts';

/** The audit room comes before the features it reports on, so this passes it their words. */
export function auditLog(app: App, tools: Tools): void {
  const wording: Wording = {
    summariesOf: (ctx, changeIds) => summariesOf(ctx, tools.catalog, changeIds),
    productName: (key) => productName(tools.catalog, key),
  };
  auditRoutes(app, tools, wording, (request) => checkAgain(tools, request));
}
