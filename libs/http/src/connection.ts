import type { FastifyReply, FastifyRequest } from 'fastify';
import { invalid, type VerdictError } from '#libs/errors';

/**
 * The address that a request came from, as text.
 * @throws VerdictError `invalid` where the client has reset its connection, which has no address any more: no defect of
 * ours, and nobody reads the answer
 */
export function addressOf(request: FastifyRequest): string {
  const { ip } = request as { readonly ip: string | undefined };
  if (ip === undefined) throw gone();
  return ip;
}

/**
 * Refuses an endless answer of which we would never hear the end. A response tells of its `close` only while it is the one
 * that its connection writes: not when that is closed already, and not while another is before it, as with requests that
 * do not wait for each other's answers. Behind an endless one it would wait for ever.
 * @throws VerdictError `invalid`
 */
export function refuseUnwritten({ raw, request }: FastifyReply): void {
  if (raw.destroyed || request.raw.socket.destroyed) throw gone();
  if (raw.socket === null) throw invalid('Another answer comes before it; ask for a stream when that has arrived.');
}

const gone = (): VerdictError => invalid('The connection was closed before the answer.');
