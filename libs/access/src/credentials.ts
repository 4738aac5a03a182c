import type { FastifyRequest } from 'fastify';

export const sessionCookie = 'verdict_session';

/**
 * The key that a request brings: the part `:clientKey` of its path, whatever else it brings; else `Authorization: Bearer`,
 * `X-API-Key`, or the user name of Basic (as Mixpanel's clients send it).
 */
export function keyOf(request: FastifyRequest): string | undefined {
  const { clientKey } = request.params as { readonly clientKey?: string };
  if (clientKey !== undefined) return clientKey;
  const { authorization } = request.headers;
  if (authorization?.startsWith('Bearer ')) return authorization.slice(7);
  if (authorization?.startsWith('Basic '))
    return Buffer.from(authorization.slice(6), 'base64').toString('utf8').split(':')[0];
  const header = request.headers['x-api-key'];
  return typeof header === 'string' ? header : undefined;
}

/** A page of another origin can make a browser send our cookie; it cannot forge `Origin`. */
export function sameOrigin(request: FastifyRequest): boolean {
  const { origin } = request.headers;
  if (origin === undefined)
    return request.headers['sec-fetch-site'] === undefined || request.headers['sec-fetch-site'] === 'same-origin';
  try {
    return new URL(origin).host === request.host;
  } catch {
    return false;
  }
}
