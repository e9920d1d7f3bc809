import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { pages } from '../api/pages.ts';
import type { AuditFilter } from '../api/types.ts';

export const auditQuery = (filter: AuditFilter) =>
  pages(keys.audit({ ...filter }), (cursor) =>
    ok(api.GET('/v1/audit', { params: { query: { ...filter, limit: 50, ...cursor } } })),
  );
