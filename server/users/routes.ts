import { z } from 'zod';
import { readPosted } from '../http/idempotency.ts';
import { pageFields } from '../http/page.ts';
import { type App, read } from '../http/route.ts';
import { isId } from '../kernel/ids.ts';
import { Problem } from '../kernel/problem.ts';
import { upTo } from '../kernel/schema.ts';
import type { Tools } from '../tools.ts';
import { batchBody, batchOfUsers, batchSchema } from './batch-get.ts';
import { addressesBody, byEmailSchema, usersByEmail } from './by-email.ts';
import { severalTimes } from './filter.ts';
import { listDepartments, listJobTitles, listQuery, listUsers } from './queries.ts';
import { getUser } from './read-users.ts';
import { userSchema } from './user.ts';

const config = { access: 'users.read' };
const tags = ['Users'];
const page = z.object({
  ...pageFields(userSchema),
  count: z.number().optional().describe('How many match, when asked for.'),
});
page.register(z.globalRegistry, { id: 'UserPage' });
const search = z.strictObject({ search: upTo(100).default('') });
const jobTitles = z.object({ data: z.array(z.object({ name: z.string() })) });
jobTitles.register(z.globalRegistry, { id: 'JobTitleList' });
const departments = z.object({ data: z.array(z.object({ name: z.string(), count: z.number() })) });
departments.register(z.globalRegistry, { id: 'DepartmentList' });

/** Reading users. Writing them is a change: see changes/. */
export function userRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/users',
    {
      config: { ...config, severalTimes, problems: ['too_many_to_sort', 'filter_without_value'] },
      schema: {
        operationId: 'listUsers',
        tags,
        summary: 'The list of users',
        querystring: listQuery,
        response: { 200: page },
      },
    },
    (request) => read(tools, request, (ctx) => listUsers(ctx, request.query)),
  );

  app.get(
    '/v1/users/:id',
    {
      config: { access: 'users.read', problems: ['unknown_user'] },
      schema: {
        operationId: 'getUser',
        tags,
        summary: 'One user',
        params: z.object({ id: z.string() }),
        response: { 200: userSchema },
      },
    },
    (request) =>
      read(tools, request, (ctx) => {
        const id = request.params.id.toLowerCase();
        if (!isId(id)) throw new Problem('unknown_user');
        return getUser(ctx, id);
      }),
  );

  app.post(
    '/v1/users/by-email',
    {
      config: { ...config, idempotencyKey: true },
      schema: {
        operationId: 'findUsersByEmail',
        tags,
        summary: 'The users who have these e-mail addresses',
        body: addressesBody,
        response: { 200: byEmailSchema },
      },
    },
    (request) => readPosted(tools, request, (ctx) => usersByEmail(ctx, request.body.emails)),
  );

  app.post(
    '/v1/users/batch-get',
    {
      config: { ...config, idempotencyKey: true },
      schema: {
        operationId: 'batchGetUsers',
        tags,
        summary: 'Up to 500 users by id',
        body: batchBody,
        response: { 200: batchSchema },
      },
    },
    (request) => readPosted(tools, request, (ctx) => batchOfUsers(ctx, request.body.ids)),
  );

  app.get(
    '/v1/departments',
    {
      config,
      schema: {
        operationId: 'listDepartments',
        tags,
        summary: 'Departments in use, most used first',
        description: 'With a search those of which a word begins with it.',
        querystring: search,
        response: { 200: departments },
      },
    },
    (request) => read(tools, request, async (ctx) => ({ data: await listDepartments(ctx, request.query.search) })),
  );

  app.get(
    '/v1/job-titles',
    {
      config,
      schema: {
        operationId: 'listJobTitles',
        tags,
        summary: 'Job titles in use, most used first',
        description: 'Of a large account the titles of 20,000 people.',
        querystring: search,
        response: { 200: jobTitles },
      },
    },
    (request) => read(tools, request, async (ctx) => ({ data: await listJobTitles(ctx, request.query.search) })),
  );
}
