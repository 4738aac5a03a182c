import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import fastifyCookie from '@fastify/cookie';
import { ConsoleLogger, type DynamicModule, type LogLevel, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { systemClock, type Clock } from '#libs/contracts';
import type { VerdictError } from '#libs/errors';
import { answerOtherOrigins } from './cross-origin.js';
import { datedExamples } from './dated-examples.js';
import { answerDirectly } from './direct-routes.js';
import { measureRequests } from './measure-requests.js';
import { openApiDocument, type Answers } from './openapi.js';
import { writeInOnePiece } from './one-piece-writes.js';
import { answerPlainly } from './plain-requests.js';
import { ProblemFilter } from './problem.filter.js';
import { answerClientError, answerExpectation, answerRouterError } from './protocol-errors.js';
import { readBodies, type HttpLimits } from './read-bodies.js';
import { RouteTable } from './route-table.js';
import { endConnections } from './end-connections.js';
import { ValidationPipe } from './validation.js';

export interface HttpOptions {
  readonly title: string;
  readonly limits: HttpLimits;
  readonly logLevel: LogLevel;
  readonly trustProxy: boolean;
  /** Origins whose pages may ask where clients' keys are taken; every one unless said. */
  readonly clientOrigins?: readonly string[];
  /** What a driver's error means to a caller, where that is no defect. */
  readonly explain?: (error: unknown) => VerdictError | undefined;
  /** What the routes answer, for their description. */
  readonly answers?: Answers;
  readonly clock?: Clock;
  /** The path that answers a request, where it is not the one that was asked for. */
  readonly rewrite?: (request: IncomingMessage) => string;
  /** Without Nest's own log lines (tests, the command line). */
  readonly quiet?: boolean;
}

export type HttpService = NestFastifyApplication;

const levels: readonly LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'];

/** A Nest application on Fastify with what every service of ours has: limits, request ids, problem+json, figures, OpenAPI. */
export async function createHttpService(module: Type | DynamicModule, options: HttpOptions): Promise<HttpService> {
  const { clock = systemClock } = options;
  const routes = new RouteTable();
  const adapter = new FastifyAdapter({
    bodyLimit: options.limits.batchBytes,
    trustProxy: options.trustProxy,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 512 },
    ...(options.rewrite === undefined ? {} : { rewriteUrl: options.rewrite }),
    genReqId: requestId,
    forceCloseConnections: 'idle',
    // A request without Host is refused below, as every other, and not by Node without a word.
    http: { requireHostHeader: false },
    frameworkErrors: answerRouterError(routes),
    clientErrorHandler: answerClientError,
  });
  adapter.getInstance().addHook('onRoute', (route) => routes.note(route));
  adapter.getInstance().server.on('checkExpectation', answerExpectation);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: options.quiet
      ? new ConsoleLogger({ json: true, logLevels: ['error', 'fatal'] })
      : new ConsoleLogger({ json: true, logLevels: levels.slice(0, levels.indexOf(options.logLevel) + 1) }),
    abortOnError: false,
    bodyParser: false,
  });
  answerOtherOrigins(app, routes, options.clientOrigins);
  readBodies(app, options.limits);
  const observe = measureRequests(app);
  endConnections(app);
  writeInOnePiece(app);
  await app.register(fastifyCookie);
  app.useGlobalPipes(new ValidationPipe());
  const filter = new ProblemFilter(routes, options.explain);
  app.useGlobalFilters(filter);
  answerDirectly(app);
  answerPlainly(app, {
    bodyBytes: options.limits.bodyBytes,
    trustProxy: options.trustProxy,
    idOf: requestId,
    observe,
    fail: (error, request, reply) => filter.refuse(error, request, reply),
  });
  SwaggerModule.setup('docs', app, () => openApiDocument(app, options.title, options.answers), {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: `${options.title}: the API`,
    // At each look: a service runs for weeks.
    patchDocumentOnRequest: (_request, _response, document) => datedExamples(document, new Date(clock.now())),
  });
  return app;
}

/** A caller's id is kept when it is harmless in a log. */
function requestId({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[\w.:-]{8,128}$/.test(given) ? given : randomUUID();
}
