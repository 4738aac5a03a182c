import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf, type Problem } from './problem.js';
import type { RouteTable } from './route-table.js';

const problemType = 'application/problem+json; charset=utf-8';

/** What Node's parser of HTTP refuses, by its codes; anything else of its is a 400. */
const refused: Readonly<Record<string, { readonly status: number; readonly detail: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, detail: 'The header fields are larger than 16 kB together.' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, detail: 'The extensions of the body’s chunks are too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, detail: 'The request did not arrive whole in time.' },
};
const unreadable = { status: 400, detail: 'This is no HTTP request that can be read.' };

/** Answers what is refused before there is a request, and so before any filter: on the bare connection, which then ends. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const { status, detail } = refused[error.code ?? ''] ?? unreadable;
  const problem = bareProblem(status, detail);
  const body = JSON.stringify(problem);
  if (socket.writable)
    socket.write(
      `HTTP/1.1 ${status} ${problem.title}\r\ncontent-type: ${problemType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
        `x-request-id: ${problem.instance}\r\nconnection: close\r\n\r\n${body}`,
    );
  socket.destroy(error);
}

/** Node answers 417 by itself, without a body, unless somebody listens. */
export function answerExpectation(_: IncomingMessage, response: ServerResponse): void {
  const problem = bareProblem(417, 'Of expectations only 100-continue is known.');
  response.writeHead(417, { 'content-type': problemType, 'x-request-id': problem.instance });
  response.end(JSON.stringify(problem));
}

/**
 * Answers what Fastify's router refuses before it has a route: a path that is no UTF-8, or too long a part of one. The
 * client speaks the protocol of the route that it meant all the same.
 */
export const answerRouterError =
  (routes: RouteTable) =>
  (error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    const problem = problemOf(error, request.id);
    const { refusal, refusalStatus } = routes.rulesAt(request.method, request.url);
    void reply
      .code(refusalStatus?.(problem) ?? problem.status)
      .header('x-request-id', request.id)
      .type(refusal === undefined ? problemType : 'application/json; charset=utf-8')
      .send(JSON.stringify(refusal?.(problem, request) ?? problem));
  };

const bareProblem = (status: number, detail: string): Problem => ({
  type: 'about:blank',
  title: STATUS_CODES[status] ?? 'Error',
  status,
  detail,
  instance: randomUUID(),
});
