import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import fastifyCookie from '@fastify/cookie';
import { ConsoleLogger, type LogLevel, type Type, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { bodyLimitOf } from './decorators.js';
import { HealthRegistry } from './health.js';
import { BodyTooLarge, decompress, parseJson } from './json.js';
import { Metrics } from './metrics.js';
import { openApiDocument } from './openapi.js';
import { ProblemFilter } from './problem.filter.js';
import { validationPipe } from './validation.js';

export interface HttpLimits {
  /** Bytes of a body, decompressed, where a route says nothing else. */
  readonly bodyBytes: number;
  /** Bytes that any route may ask for. */
  readonly batchBytes: number;
}

export interface HttpOptions {
  readonly title: string;
  readonly limits: HttpLimits;
  readonly logLevel: LogLevel;
  readonly trustProxy: boolean;
  /** Without Nest's own log lines (tests, the command line). */
  readonly quiet?: boolean;
}

export type HttpService = NestFastifyApplication;

const levels: readonly LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'];

/** A Nest application on Fastify with what every service of ours has: limits, request ids, problem+json, figures, OpenAPI. */
export async function createHttpService(module: Type | DynamicModule, options: HttpOptions): Promise<HttpService> {
  const adapter = new FastifyAdapter({
    bodyLimit: options.limits.batchBytes,
    trustProxy: options.trustProxy,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 512 },
    genReqId: (request: IncomingMessage) => requestId(request.headers['x-request-id']),
    forceCloseConnections: 'idle',
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: options.quiet
      ? new ConsoleLogger({ json: true, logLevels: ['error', 'fatal'] })
      : new ConsoleLogger({ json: true, logLevels: levels.slice(0, levels.indexOf(options.logLevel) + 1) }),
    abortOnError: false,
    bodyParser: false,
  });
  readBodies(app, options.limits);
  measureRequests(app);
  await app.register(fastifyCookie);
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter());
  SwaggerModule.setup('docs', app, () => openApiDocument(app, options.title), { jsonDocumentUrl: 'openapi.json' });
  return app;
}

/** A caller's id is kept when it is harmless in a log. */
const requestId = (given: string | string[] | undefined): string =>
  typeof given === 'string' && /^[\w.:-]{8,128}$/.test(given) ? given : randomUUID();

function readBodies(app: NestFastifyApplication, limits: HttpLimits): void {
  const limitOf = (request: FastifyRequest): number => bodyLimitOf(request) ?? limits.bodyBytes;
  const read = async (request: FastifyRequest, body: Buffer): Promise<Buffer> =>
    decompress(body, request.headers['content-encoding'], limitOf(request));
  app.useBodyParser('application/json', {}, async (request: FastifyRequest, body: Buffer) =>
    parseJson(await read(request, body)),
  );
  // Lines of JSON stay bytes: their route reads them one by one.
  app.useBodyParser('application/x-ndjson', {}, read);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, _reply, done) => {
      const length = Number(request.headers['content-length'] ?? 0);
      done(length > limitOf(request) ? new BodyTooLarge(limitOf(request)) : undefined);
    });
}

function measureRequests(app: NestFastifyApplication): void {
  const seconds = app
    .get(Metrics)
    .histogram('http_request_duration_seconds', 'Time to answer, by route and status.', ['method', 'route', 'status']);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    void reply.header('x-request-id', request.id);
    const { traceparent } = request.headers;
    if (typeof traceparent === 'string' && traceparent.length <= 64) void reply.header('traceparent', traceparent);
    done();
  });
  // Finding a series by its labels costs more than the observation: each is found once.
  const series = new Map<string, ReturnType<typeof seconds.labels>>();
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const route = request.routeOptions.url ?? 'none';
    const key = `${method} ${route} ${reply.statusCode}`;
    let found = series.get(key);
    if (found === undefined) series.set(key, (found = seconds.labels(method, route, String(reply.statusCode))));
    found.observe(reply.elapsedTime / 1_000);
    done();
  });
  fastify.addHook('preClose', (done) => {
    app.get(HealthRegistry).drain();
    done();
  });
}
