import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { declaredIn, rulesIn } from './decorators.js';
import type { DirectHandler } from './direct-routes.js';
import type { Observe } from './measure-requests.js';
import { PlainReply, PlainRequest, replyFor, requestFor, type PlainRoute, type Proxied } from './plain-exchange.js';
import { readJson } from './read-bodies.js';

export interface PlainOptions extends Proxied {
  /** Bytes of a body where a route says nothing else. */
  readonly bodyBytes: number;
  readonly observe: Observe;
  readonly fail: (error: unknown, request: FastifyRequest, reply: FastifyReply) => void;
}

interface Lane extends PlainRoute {
  readonly handler: DirectHandler;
  readonly bodyBytes: number;
  /** The name of the path's last part, where that is one. */
  readonly parameter?: string;
}

/** By their paths. */
class Lanes {
  /** Undefined for a route that the framework answers: it goes before one with a part. */
  private readonly fixed = new Map<string, Lane | undefined>();
  private readonly parted = new Map<string, Lane>();

  /** A route whose path is fixed, but for its last part at most. */
  add(lane: Lane): void {
    const folder = folderOf(lane.url);
    if (lane.parameter === undefined) this.fixed.set(lane.url, lane);
    else if (!folder.includes(':')) this.parted.set(folder, lane);
  }

  leave(url: string): void {
    this.fixed.set(url, undefined);
  }

  at(url: string): Lane | undefined {
    if (this.fixed.has(url)) return this.fixed.get(url);
    const folder = folderOf(url);
    return plainPart.test(url.slice(folder.length)) ? this.parted.get(folder) : undefined;
  }
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** Names of headers that Fastify and its hooks have something to do for. */
const uncommon = [
  'content-encoding',
  'transfer-encoding',
  'cookie',
  'origin',
  'traceparent',
  'expect',
  'upgrade',
] as const;
const plainPart = /^[\w.~-]{1,512}$/;

/**
 * Answers plain requests to direct routes by Node's server alone: POST of short JSON without a query, a cookie, an origin or an
 * encoding, which is how servers and SDKs ask. Whatever else a request brings, Fastify has it whole. A route's handler, its
 * guards, pipes and the filter of errors are the same; a test holds the answers to those of the router (ADR 20).
 */
export function answerPlainly(app: NestFastifyApplication, options: PlainOptions): void {
  const fastify = app.getHttpAdapter().getInstance();
  const { server } = fastify;
  const lanes = new Lanes();
  let closing = false;
  fastify.addHook('onRoute', (route) => {
    const { url, config = {} } = route;
    if (route.method !== 'POST') return;
    if (declaredIn(config)?.rules.direct !== true) return lanes.leave(url);
    const parameter = url.split('/').at(-1)?.split(':')[1];
    const bodyBytes = rulesIn(config).bodyLimit ?? options.bodyBytes;
    const handler = route.handler as DirectHandler;
    lanes.add({ url, config, handler, bodyBytes, ...(parameter === undefined ? {} : { parameter }) });
  });
  fastify.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  const [usual] = server.listeners('request') as [Listener];
  server.removeListener('request', usual);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const lane = closing ? undefined : laneFor(request, lanes);
    if (lane === undefined) usual.call(server, request, response);
    else answerOne(request, response, lane, options);
  });
}

const folderOf = (url: string): string => url.slice(0, url.lastIndexOf('/') + 1);

function laneFor({ method, url = '', headers }: IncomingMessage, lanes: Lanes): Lane | undefined {
  const lane = method === 'POST' && headers.host !== undefined ? lanes.at(url) : undefined;
  if (lane === undefined) return undefined;
  const type = headers['content-type'];
  if (type !== 'application/json' && type !== 'application/json; charset=utf-8') return undefined;
  const length = Number(headers['content-length'] ?? 0);
  if (length === 0 || length > lane.bodyBytes) return undefined;
  for (const name of uncommon) if (headers[name] !== undefined) return undefined;
  return lane;
}

function answerOne(incoming: IncomingMessage, response: ServerResponse, lane: Lane, options: PlainOptions): void {
  const params =
    lane.parameter === undefined ? {} : { [lane.parameter]: (incoming.url ?? '').slice(lane.url.lastIndexOf('/') + 1) };
  const own = new PlainRequest(incoming, lane, params, options);
  const ownReply = new PlainReply(response, own, options.observe);
  const [request, reply] = [requestFor(own), replyFor(ownReply)];
  const fail = (error: unknown): void => options.fail(error, request, reply);
  const finish = (answer: unknown): void => {
    if (!ownReply.sent) ownReply.send(answer);
  };
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.once('end', () => {
    try {
      const [first] = chunks;
      own.body = readJson(request, chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks));
      const answer: unknown = lane.handler(request, reply);
      if (answer instanceof Promise) answer.then(finish).catch(fail);
      else finish(answer);
    } catch (error) {
      fail(error);
    }
  });
}
