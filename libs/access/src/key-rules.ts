import {
  appScopes,
  clientScopes,
  clientScopesAtMost,
  scopes,
  type KeyEvaluation,
  type NewKey,
  type Principal,
  type ScopeName,
} from '#libs/contracts';
import { forbidden, invalid, type FieldProblem } from '#libs/errors';

/** What a key may do: what it was made with, or what its kind may. */
export function scopesOf(key: NewKey, actor?: Principal): readonly ScopeName[] {
  if (key.scopes !== undefined) return key.scopes;
  if (key.kind === 'person') return actor?.scopes ?? scopes;
  return key.kind === 'app' ? appScopes : clientScopes;
}

/** Where flags are evaluated for whoever has the key; null where that is no question. */
export const evaluationOf = ({ kind, evaluation = 'remote' }: NewKey): KeyEvaluation | null =>
  kind === 'client' ? evaluation : null;

/** @throws VerdictError `invalid` for what only clients' keys have, and for what they must not have. */
export function refuseWrongKind({ kind, evaluation, scopes: asked = [] }: NewKey): void {
  const problems: FieldProblem[] = [];
  if (kind !== 'client' && evaluation !== undefined)
    problems.push({
      pointer: '/evaluation',
      rule: 'client_only',
      detail: 'only a client’s key says where it evaluates',
    });
  for (const [index, scope] of asked.entries())
    if (kind === 'client' && !clientScopesAtMost.includes(scope))
      problems.push({ pointer: `/scopes/${index}`, rule: 'public_key', detail: `${scope} would be everybody’s` });
  if (problems.length > 0) throw invalid(`This key cannot be made: ${problems[0]?.detail}.`, problems);
}

/** A key can give no right that its maker has not, and a test key makes nothing live. @throws VerdictError `forbidden` */
export function refuseMoreThanOwn(key: NewKey, actor?: Principal): void {
  if (actor === undefined) return;
  const beyond = scopesOf(key, actor).filter((scope) => !actor.scopes.includes(scope));
  if (beyond.length > 0) throw forbidden(`${actor.name} cannot give ${beyond.join(', ')}.`);
  if (key.live && !actor.live) throw forbidden('A test key makes no live key.');
}
