import { lookup } from 'node:dns';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { LookupFunction } from 'node:net';
import { ipKind, parseIp } from '#libs/ip';

export interface Posted {
  readonly url: URL;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Also to addresses that are not public. */
  readonly anyAddress: boolean;
  readonly timeoutMs: number;
}

/** Only addresses of the public internet: a webhook is no way into the network that we stand in. */
export function isPublicAddress(text: string): boolean {
  const address = parseIp(text.replace(/^\[|\]$/g, ''));
  return address !== undefined && ipKind(address) === 'public';
}

/** Judged as the connection is made: a name that says something else a moment later leads nowhere else. */
const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error !== null || first === undefined) return callback(error ?? new Error(`${hostname} has no address`), '', 4);
    const refused = addresses.find(({ address }) => !isPublicAddress(address));
    if (refused !== undefined)
      return callback(new Error(`${hostname} is ${refused.address}, which is not of the public internet`), '', 4);
    return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family);
  });
};

/** Posts, follows no redirect, reads no answer. @returns the status. @throws Error where there is none in time. */
export function post({ url, body, headers, anyAddress, timeoutMs }: Posted): Promise<number> {
  const literal = parseIp(url.hostname.replace(/^\[|\]$/g, ''));
  if (!anyAddress && literal !== undefined && ipKind(literal) !== 'public')
    return Promise.reject(new Error(`${url.hostname} is not of the public internet`));
  const open = url.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    const sent = open(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        signal: AbortSignal.timeout(timeoutMs),
        ...(anyAddress ? {} : { lookup: lookupPublic }),
      },
      (answer) => {
        resolve(answer.statusCode ?? 0);
        answer.destroy();
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
