import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import Fastify, { type FastifyBaseLogger } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { authenticate, checkAccess, isAccess } from './access/callers/authenticate.ts';
import { boundedSerializer, boundedValidator, compressAnswers, tagVersions } from './app/answers.ts';
import { serveConsole } from './app/console.ts';
import { answerBroken, answerErrors, answerOutside, sendProblem } from './app/errors.ts';
import { health } from './app/health.ts';
import { limitRequest } from './app/limits.ts';
import { rememberMethods } from './app/methods.ts';
import { describeApi } from './app/openapi/describe-api.ts';
import { RequestLog } from './app/request-log.ts';
import { readRequests, refuseCrossSite } from './app/requests.ts';
import { secureHeaders } from './app/security.ts';
import { dropStalled } from './app/stalled.ts';
import { inSystem } from './database/database.ts';
import { features, jobHandlers, recurringJobs } from './features.ts';
import type { App } from './http/route.ts';
import { takeDryRun } from './http/write.ts';
import { enqueueOnce } from './jobs/job.ts';
import { bounds } from './kernel/limits.ts';
import { Problem } from './kernel/problem.ts';
import type { Tools } from './tools.ts';

/** The server, ready to listen. The steps of every request, in order: log → authenticate → origin → limit → access → route. */
export async function createApp(tools: Tools): Promise<App> {
  tools.worker.take(jobHandlers, tools);
  const app = open(tools);
  const methodsOf = rememberMethods(app);
  dropStalled(app.server);
  answerErrors(app);
  answerOutside(app);
  readRequests(app);
  await secureHeaders(app, tools.config);
  await compressAnswers(app);
  tagVersions(app);
  health(app, tools);
  await describeApi(app);
  await app.register(cookie);
  app.decorateRequest('caller', null);
  await app.register(async (api: App) => {
    api.addHook('onRoute', (route) => {
      if (!isAccess(route.config?.access))
        throw new Error(`${String(route.method)} ${route.url} does not say who may call it`);
      takeDryRun(route);
    });
    api.addHook('onRequest', async (request, reply) => {
      await authenticate(tools, request);
      refuseCrossSite(tools.config, request);
      limitRequest(tools, request, reply);
      checkAccess(request);
    });
    // Answers of an account must not be cached, least of all by a shared cache.
    api.addHook('onSend', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    for (const feature of features) feature(api, tools);
  });
  await serveConsole(app, tools, methodsOf);
  for (const job of recurringJobs) await inSystem(tools.database, (db) => enqueueOnce(db, job));
  await app.ready();
  return app;
}

function open({ config, log }: Tools): App {
  const logger: FastifyBaseLogger = log;
  const app = Fastify({
    loggerInstance: logger,
    genReqId: () => randomUUID(),
    // Requests that cannot be routed, such as a broken escape in the address.
    frameworkErrors: (_error, _request, reply) => {
      sendProblem(reply, new Problem('invalid_request'));
    },
    trustProxy: config.trustProxy.length > 0 ? config.trustProxy : false,
    bodyLimit: bounds.bodyBytesMax,
    clientErrorHandler: answerBroken,
    // Muster refuses a missing Host header in its own words.
    http: { requireHostHeader: false, maxHeaderSize: bounds.headerBytesMax },
    // An id of any length is answered like one that does not exist. The limit of headers applies.
    routerOptions: { maxParamLength: 16 * 1024 },
    logController: new RequestLog(),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(boundedValidator);
  app.setSerializerCompiler(boundedSerializer);
  return app;
}
