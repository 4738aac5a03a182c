import { compilePattern } from '../pattern/pattern.js';
import type { Pattern } from '../pattern/pattern.js';

/** A page that is meant (or, `include: false`, is not): by a regular expression, or by a URL with `*`. */
export interface UrlTargetDefinition {
  readonly include?: boolean;
  readonly type: string;
  readonly pattern: string;
}

/** Whether a page is meant. */
export type UrlTargets = (url: string) => boolean;

/** Where relative URLs and hosts that are not said are taken to be. */
const NOWHERE = 'https://_';
/** Stands for `*` while a pattern is parsed as a URL: `*` is no valid host. */
const WILDCARD = '_____';

/**
 * A page is meant when no excluding target matches it and one of the including does, if there are any.
 *
 * Source: the GrowthBook SDK specification, `isURLTargeted`.
 */
export function compileUrlTargets(definitions: readonly UrlTargetDefinition[]): UrlTargets {
  const targets = definitions.map((one) => ({ include: one.include !== false, matches: compileTarget(one) }));
  const excluding = targets.filter(({ include }) => !include);
  const including = targets.filter(({ include }) => include);
  return (text) => {
    const url = parsed(text, NOWHERE);
    const met = ({ matches }: { matches: (url: URL) => boolean }): boolean => url !== undefined && matches(url);
    if (targets.length === 0 || excluding.some(met)) return false;
    return including.length === 0 || including.some(met);
  };
}

function compileTarget({ type, pattern }: UrlTargetDefinition): (url: URL) => boolean {
  try {
    if (type === 'regex') return byPattern(compilePattern(pattern, false));
    return type === 'simple' ? bySimple(pattern) : () => false;
  } catch {
    return () => false;
  }
}

const byPattern =
  (found: Pattern) =>
  ({ href, origin }: URL): boolean =>
    found(href) || found(href.slice(origin.length));

/** Host, path, and those parts of the query and the anchor that the target names. */
function bySimple(pattern: string): (url: URL) => boolean {
  const withHost = pattern.replace(/^([^:/?]*)\./i, 'https://$1.').replaceAll('*', WILDCARD);
  const expected = new URL(withHost, `https://${WILDCARD}`);
  const host = likePart(expected.host);
  const path = likePath(expected.pathname);
  const anchor = expected.hash === '' ? undefined : likePart(expected.hash);
  const query = [...expected.searchParams].map(([name, value]) => ({ name, like: likePart(value) }));
  return (url) =>
    host(url.host) &&
    path(url.pathname) &&
    (anchor === undefined || anchor(url.hash)) &&
    query.every(({ name, like }) => like(url.searchParams.get(name) ?? ''));
}

const likePart = (text: string): Pattern => compilePattern(`^${escaped(text)}$`, true);

/** A slash at either end may be there or not. */
const likePath = (text: string): Pattern =>
  compilePattern(`^\\/?${escaped(text).replaceAll(/^\/|\/$/g, '')}\\/?$`, true);

const escaped = (text: string): string =>
  text.replaceAll(/[*.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(WILDCARD, '.*');

function parsed(text: string, base: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
