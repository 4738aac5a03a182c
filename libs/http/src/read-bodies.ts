import { NotFoundException, UnsupportedMediaTypeException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { invalid } from '#libs/errors';
import { rulesIn, rulesOf } from './decorators.js';
import { BodyTooLarge, decompress, parseJson } from './json.js';
import { dropPrototypeNames, findPrototypeName, isPlainBody } from './prototype-names.js';
import { refuseUnstorableBody, unstorableUrl } from './storable-request.js';

export interface HttpLimits {
  /** Bytes of a body, decompressed, where a route says nothing else. */
  readonly bodyBytes: number;
  /** Bytes that any route may ask for. */
  readonly batchBytes: number;
}

const asBuffer = { parseAs: 'buffer' } as const;
const noHost = 'The header field Host is missing.';

/**
 * How requests are read: bodies within the limit of their route, decompressed, as JSON or as lines of it; what cannot be
 * read is refused. The path of a plain body makes no promise and asks for the rules of its route only where they matter:
 * beside a bare echo, that was a tenth of the time of an assignment.
 */
export function readBodies(app: NestFastifyApplication, { bodyBytes }: HttpLimits): void {
  const fastify = app.getHttpAdapter().getInstance();
  const limitOf = (request: FastifyRequest): number => rulesOf(request).bodyLimit ?? bodyBytes;
  // What every route takes needs no look at the rules of one.
  let everywhere = bodyBytes;
  fastify.addHook('onRoute', ({ config = {} }) => {
    everywhere = Math.min(everywhere, rulesIn(config).bodyLimit ?? bodyBytes);
  });
  const tooLarge = (request: FastifyRequest, length: number): BodyTooLarge | undefined =>
    length > everywhere && length > limitOf(request) ? new BodyTooLarge(limitOf(request)) : undefined;
  const read = (request: FastifyRequest, body: Buffer): Buffer | Promise<Buffer> => {
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined) return decompress(body, encoding, limitOf(request));
    const refusal = tooLarge(request, body.length);
    if (refusal !== undefined) throw refusal;
    return body;
  };
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>('application/json', asBuffer, (request, body, done) => {
    const bytes = read(request, body);
    if (!Buffer.isBuffer(bytes)) return bytes.then((inflated) => readJson(request, inflated));
    return done(null, readJson(request, bytes));
  });
  // Lines of JSON stay bytes: their route reads them one by one.
  fastify.addContentTypeParser<Buffer>(
    'application/x-ndjson',
    asBuffer,
    async (request: FastifyRequest, body: Buffer) => {
      if (rulesOf(request).takesLines !== true) throw new UnsupportedMediaTypeException();
      return read(request, body);
    },
  );
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (request.is404) done(new NotFoundException());
    else if (request.headers.host === undefined && request.raw.httpVersion !== '1.0') done(invalid(noHost));
    else done(tooLarge(request, Number(request.headers['content-length'] ?? 0)) ?? unstorableUrl(request));
  });
}

/** A body's value, judged by the rules of its route. @throws VerdictError `invalid` */
export function readJson(request: FastifyRequest, body: Buffer): unknown {
  const value = parseJson(body);
  if (isPlainBody(body) || rulesOf(request).judgesItems === true) return value;
  if (rulesOf(request).judgesText !== true) refuseUnstorableBody(body, value);
  if (rulesOf(request).losesNoName === true) refusePrototypeName(value);
  else dropPrototypeNames(value);
  return value;
}

/** @throws VerdictError `invalid` with the place */
function refusePrototypeName(value: unknown): void {
  const pointer = findPrototypeName(value);
  if (pointer === undefined) return;
  const detail = 'a name that every object has already; it can be no attribute, operator or field';
  throw invalid(`The request cannot be read: ${pointer} is ${detail}.`, [{ pointer, rule: 'prototype_name', detail }]);
}
