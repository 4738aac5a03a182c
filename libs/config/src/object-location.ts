import type { ObjectLocation, S3Location } from '#libs/contracts';
import { pathOf } from './path-url.js';

// Amazon's rule for names; a name with a dot cannot be part of a host under TLS, which path_style=true avoids.
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const prefixPart = /^[A-Za-z0-9_=+@,-][A-Za-z0-9_=+@,.-]*$/;
// With an object's name of 512 it stays below the 1,024 bytes of a key.
const longestPrefix = 500;
const parameters = ['endpoint', 'region', 'path_style'];
const defaultRegion = 'us-east-1';

/**
 * `file:PATH` or `s3://BUCKET/PREFIX?endpoint=URL&region=NAME&path_style=true`. With an endpoint, the region is us-east-1 and
 * the path style true unless said otherwise, as servers other than Amazon's have them.
 * @throws Error with the rule that it breaks; never with the text itself, in which somebody may have put a secret.
 */
export function objectLocation(url: string): ObjectLocation {
  if (url.startsWith('file:')) return { kind: 'folder', path: pathOf(url, 'file:') };
  if (url.startsWith('s3:')) return s3Location(url);
  throw new Error('file:PATH or s3://BUCKET/PREFIX is meant');
}

function s3Location(text: string): S3Location {
  const url = parsed(text, 's3://BUCKET/PREFIX is meant');
  if (url.username !== '' || url.password !== '')
    throw new Error('credentials do not belong here: give them in AWS_ACCESS_KEY_ID, a profile or a role');
  if (!bucketName.test(url.hostname))
    throw new Error('the bucket’s name is 3 to 63 lower-case letters, digits, dots and hyphens');
  for (const name of url.searchParams.keys())
    if (!parameters.includes(name) || url.searchParams.getAll(name).length > 1)
      throw new Error(`after ? come ${parameters.join(', ')}, each once at most`);
  const endpoint = endpointOf(url.searchParams.get('endpoint'));
  return {
    kind: 's3',
    bucket: url.hostname,
    prefix: prefixOf(url.pathname),
    region: regionOf(url.searchParams.get('region')) ?? (endpoint === undefined ? undefined : defaultRegion),
    endpoint,
    pathStyle: flagOf(url.searchParams.get('path_style')) ?? endpoint !== undefined,
  };
}

function prefixOf(path: string): string {
  const prefix = path.replace(/^\//, '').replace(/\/$/, '');
  if (prefix === '') return '';
  if (prefix.length > longestPrefix || !prefix.split('/').every((part) => prefixPart.test(part)))
    throw new Error('the prefix is parts of letters, digits and _=+@,.- joined by /; no part begins with a dot');
  return `${prefix}/`;
}

function endpointOf(text: string | null): string | undefined {
  if (text === null) return undefined;
  const rule = 'endpoint is http://HOST:PORT or https://HOST:PORT and nothing more';
  const { protocol, origin, href } = parsed(text, rule);
  if (!/^https?:$/.test(protocol) || href !== `${origin}/`) throw new Error(rule);
  return origin;
}

function regionOf(text: string | null): string | undefined {
  if (text === null) return undefined;
  if (!/^[a-z0-9-]{1,64}$/.test(text)) throw new Error('region is lower-case letters, digits and hyphens');
  return text;
}

function flagOf(text: string | null): boolean | undefined {
  if (text === null) return undefined;
  if (text !== 'true' && text !== 'false') throw new Error('path_style is true or false');
  return text === 'true';
}

function parsed(text: string, rule: string): URL {
  if (!URL.canParse(text)) throw new Error(rule);
  return new URL(text);
}
