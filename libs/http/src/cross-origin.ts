import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { rulesOf } from './decorators.js';
import type { RouteTable } from './route-table.js';

const allowedHeaders = [
  'authorization',
  'cache-control',
  'content-type',
  'if-none-match',
  'last-event-id',
  'traceparent',
  'x-api-key',
  'x-request-id',
  'x-verdict-force',
].join(', ');
const exposedHeaders = 'etag, retry-after, x-request-id, x-sse-support';
/** As long as browsers keep it at most. */
const preflightSeconds = '7200';

/**
 * CORS where a route's rules say `crossOrigin`. Never with credentials: a page of another origin has a key of its own, and
 * a cookie is good for our pages only. Source: the Fetch standard, “CORS protocol”.
 * @param origins whose pages may ask; every one unless said
 */
export function answerOtherOrigins(
  app: NestFastifyApplication,
  routes: RouteTable,
  origins: readonly string[] | undefined,
): void {
  const fastify = app.getHttpAdapter().getInstance();
  const listed = origins === undefined ? undefined : new Set(origins);

  /** @returns whether pages of the request's origin may read the answer */
  const admit = (request: FastifyRequest, reply: FastifyReply): boolean => {
    const { origin } = request.headers;
    if (listed === undefined) {
      void reply.header('access-control-allow-origin', '*');
      return true;
    }
    void reply.header('vary', 'origin');
    if (origin === undefined || !listed.has(origin)) return false;
    void reply.header('access-control-allow-origin', origin);
    return true;
  };

  fastify.addHook('onRequest', (request, reply, done) => {
    const { method, url, headers } = request;
    if (method === 'OPTIONS' && headers['access-control-request-method'] !== undefined) {
      const methods = routes.crossOriginMethodsAt(url);
      if (methods.length === 0) return done();
      if (admit(request, reply))
        void reply
          .header('access-control-allow-methods', methods.join(', '))
          .header('access-control-allow-headers', allowedHeaders)
          .header('access-control-max-age', preflightSeconds);
      return void reply.code(204).send();
    }
    // An answer to GET may be kept for others who ask; to POST it never is.
    if (headers.origin === undefined && method !== 'GET') return done();
    if (rulesOf(request).crossOrigin === true && admit(request, reply))
      void reply.header('access-control-expose-headers', exposedHeaders);
    done();
  });
}
