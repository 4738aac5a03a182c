import type { Principal } from '#libs/contracts';
import { forbidden, invalid, type FieldProblem } from '#libs/errors';
import type { Snapshot } from '../snapshot/snapshot.js';

/** The variants that a request asks for by itself: `experiment=variant` in a header, `experiment:variant` in a query. */
export interface Asked {
  readonly header: unknown;
  readonly query: unknown;
}

export const forceHeader = 'x-verdict-force';

/** Experiments that one request can force. */
const most = 20;

/** `experiment=variant, …`, with `:` or `=` between the two, in any number of headers and parameters. */
const onePair = /^([^:=\s]+)[:=]([^:=\s]+)$/;

/**
 * The variant by experiment that a request asks for, to try it out.
 * @throws VerdictError `invalid` naming what there is not, `forbidden` for a client's key where the experiment does not
 * allow it: such a key is everybody's.
 */
export function requestedVariants(
  asked: Asked,
  { kind }: Pick<Principal, 'kind'>,
  snapshot: Pick<Snapshot, 'forceable' | 'variants'>,
): ReadonlyMap<string, string> {
  const pairs = [...pairsOf(asked.header, forceHeader), ...pairsOf(asked.query, '?force')];
  if (pairs.length > most) throw refuse({ ...placed(pairs[most]), rule: 'too_many', detail: `${most} at most` });
  const forced = new Map<string, string>();
  for (const { place, text } of pairs) {
    const [, experiment = '', variant = ''] = onePair.exec(text) ?? [];
    if (experiment === '') throw refuse({ pointer: place, rule: 'form', detail: 'experiment=variant, …' });
    // Before anything is said about it: to such a key an experiment that there is not is one that it may not know.
    if (kind === 'client' && !snapshot.forceable.has(experiment))
      throw forbidden(`${place}: a client's key forces no variant of ${experiment} unless its qa is true.`);
    const variants = snapshot.variants.get(experiment);
    if (variants === undefined)
      throw refuse({ pointer: place, rule: 'known_experiment', detail: `no experiment ${experiment}` });
    if (!variants.has(variant))
      throw refuse({ pointer: place, rule: 'known_variant', detail: `${experiment} has ${[...variants].join(', ')}` });
    forced.set(experiment, variant);
  }
  return forced;
}

interface Pair {
  readonly place: string;
  readonly text: string;
}

function pairsOf(value: unknown, place: string): Pair[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values
    .flatMap((one) => (typeof one === 'string' ? one.split(',') : []))
    .map((text) => ({ place, text: text.trim() }))
    .filter(({ text }) => text !== '');
}

const placed = (pair: Pair | undefined): { pointer: string } => ({ pointer: pair?.place ?? '?force' });

const refuse = (problem: FieldProblem): Error => invalid(`${problem.pointer}: ${problem.detail}.`, [problem]);
