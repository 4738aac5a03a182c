import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observe } from './measure-requests.js';

/** A route that plain requests are answered by: its pattern and configuration as Fastify was told them. */
export interface PlainRoute {
  readonly url: string;
  readonly config: object;
}

/** What of a connection's other end a proxy in front of it knows better; see `PlainRequest`. */
export interface Proxied {
  readonly trustProxy: boolean;
  readonly idOf: (request: IncomingMessage) => string;
}

const none: Readonly<Record<string, never>> = Object.freeze({});

/**
 * What guards, parameters and filters read of Fastify's request, of one that is plain: without a query, without cookies.
 * What costs something is made when it is read.
 */
export class PlainRequest {
  readonly method = 'POST';
  readonly query = none;
  readonly cookies = none;
  readonly is404 = false;
  readonly routeOptions: PlainRoute;
  body: unknown;
  private ownId: string | undefined;

  constructor(
    readonly raw: IncomingMessage,
    route: PlainRoute,
    readonly params: Readonly<Record<string, string>>,
    private readonly around: Proxied,
  ) {
    this.routeOptions = route;
  }

  get headers(): IncomingMessage['headers'] {
    return this.raw.headers;
  }

  get url(): string {
    return this.raw.url ?? '/';
  }

  get originalUrl(): string {
    return this.url;
  }

  get id(): string {
    return (this.ownId ??= this.around.idOf(this.raw));
  }

  get socket(): Socket {
    return this.raw.socket;
  }

  /** With a proxy that is trusted, the first address that `X-Forwarded-For` tells. */
  get ip(): string | undefined {
    return this.forwarded('x-forwarded-for', 'first') ?? this.socket.remoteAddress;
  }

  get host(): string {
    return this.forwarded('x-forwarded-host', 'last') ?? this.headers.host ?? '';
  }

  get protocol(): string {
    return this.forwarded('x-forwarded-proto', 'last') ?? 'http';
  }

  private forwarded(name: string, which: 'first' | 'last'): string | undefined {
    const value = this.around.trustProxy ? this.headers[name] : undefined;
    if (typeof value !== 'string') return undefined;
    const values = value.split(',');
    return values.at(which === 'first' ? 0 : -1)?.trim();
  }
}

/** Of Fastify's reply, what answers to plain requests are made with; sent in one piece, once. */
export class PlainReply {
  statusCode = 200;
  sent = false;
  private readonly fields: Record<string, string> = {};
  private readonly began = performance.now();

  constructor(
    readonly raw: ServerResponse,
    readonly request: PlainRequest,
    private readonly observe: Observe,
  ) {}

  code(status: number): this {
    this.statusCode = status;
    return this;
  }

  status(status: number): this {
    return this.code(status);
  }

  header(name: string, value: string): this {
    this.fields[name.toLowerCase()] = value;
    return this;
  }

  headers(fields: Readonly<Record<string, string>>): this {
    for (const [name, value] of Object.entries(fields)) this.header(name, value);
    return this;
  }

  getHeader(name: string): string | undefined {
    return this.fields[name.toLowerCase()];
  }

  type(type: string): this {
    return this.header('content-type', type.includes('charset') ? type : `${type}; charset=utf-8`);
  }

  /** Text and bytes as they are, anything else as JSON. */
  send(payload?: unknown): this {
    this.sent = true;
    const body =
      typeof payload === 'string' || payload === undefined || Buffer.isBuffer(payload)
        ? payload
        : JSON.stringify(payload);
    if (body !== payload) this.fields['content-type'] ??= 'application/json; charset=utf-8';
    else if (body !== undefined)
      this.fields['content-type'] ??=
        typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/octet-stream';
    const length = body === undefined ? 0 : Buffer.byteLength(body);
    // The length of a 304 is the one of the whole answer (RFC 9110, 8.6).
    if (this.statusCode !== 304) this.fields['content-length'] = String(length);
    this.fields['x-request-id'] = this.request.id;
    this.raw.writeHead(this.statusCode, this.fields);
    // Text of ASCII alone is the same bytes in Latin-1, which V8 copies where it encodes UTF-8.
    this.raw.end(body, typeof body === 'string' && length === body.length ? 'latin1' : 'utf8');
    const { method, routeOptions } = this.request;
    this.observe(method, routeOptions.url, this.statusCode, performance.now() - this.began, false);
    return this;
  }
}

/** For what is written for Fastify's request; it reads nothing else of it. */
export const requestFor = (request: object): FastifyRequest => request as FastifyRequest;

/** For what is written for Fastify's reply; it uses nothing else of it. */
export const replyFor = (reply: object): FastifyReply => reply as FastifyReply;
