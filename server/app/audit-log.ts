import { auditRoutes } from '../audit/routes.ts';
import { summariesOf } from '../changes/show-changes.ts';
import type { App } from '../kernel/route.ts';
import { productName, type Tools } from '../seats/catalog.ts';

/** The audit log comes before every feature it tells of, so here it is given their words. */
export function auditLog(app: App, tools: Tools): void {
  auditRoutes(app, tools, {
    summariesOf: (ctx, changeIds) => summariesOf(ctx, tools.catalog, changeIds),
    productName: (key) => productName(tools.catalog, key),
  });
}
