import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { rulesOf } from './decorators.js';
import { HealthRegistry } from './health.js';
import { Metrics } from './metrics.js';

interface Observed {
  readonly observe: (seconds: number) => void;
}

const nothing: Observed = { observe: () => undefined };

/** Takes one answer into the figures. */
export type Observe = (method: string, route: string, status: number, milliseconds: number, isEndless: boolean) => void;

/** Each answer with its request's id, each request in the figures; a process that ends says so to its balancer. */
export function measureRequests(app: NestFastifyApplication): Observe {
  const seconds = app
    .get(Metrics)
    .histogram('verdict_http_request_duration_seconds', 'Time to answer, by route and status.', [
      'method',
      'route',
      'status',
    ]);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    void reply.header('x-request-id', request.id);
    const { traceparent } = request.headers;
    if (typeof traceparent === 'string' && traceparent.length <= 64) void reply.header('traceparent', traceparent);
    done();
  });
  // Finding a series by its labels, or by one long text of them, costs more than the observation: each is found once.
  const series = new Map<string, Map<string, Observed>>();
  const observe: Observe = (method, route, status, milliseconds, isEndless) => {
    let ofRoute = series.get(route);
    if (ofRoute === undefined) series.set(route, (ofRoute = new Map()));
    const key = `${method} ${status}`;
    let found = ofRoute.get(key);
    if (found === undefined)
      ofRoute.set(key, (found = isEndless ? nothing : seconds.labels(method, route, String(status))));
    found.observe(milliseconds / 1_000);
  };
  fastify.addHook('onResponse', (request, reply, done) => {
    const isEndless = reply.statusCode === 200 && rulesOf(request).endless === true;
    observe(request.method, request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime, isEndless);
    done();
  });
  fastify.addHook('preClose', (done) => {
    app.get(HealthRegistry).drain();
    done();
  });
  return observe;
}
