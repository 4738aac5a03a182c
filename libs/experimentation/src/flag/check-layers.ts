import type { FlagContent, FlagRule } from '#libs/contracts';
import type { FieldProblem } from '#libs/errors';
import type { PublishedFlag } from './flag.js';

type Layer = NonNullable<FlagRule['layer']>;

interface Part {
  readonly where: string;
  readonly layer: Layer;
  /** Absent: the rule is no experiment, and may share its part with others. */
  readonly experiment: string | undefined;
}

/**
 * Experiments of one layer exclude each other: their parts must not overlap, and all must divide the same units. Rules of
 * one experiment may share a part, in whichever flags they are.
 */
export function layerProblems(key: string, content: FlagContent, flags: readonly PublishedFlag[]): FieldProblem[] {
  const others = flags
    .filter((flag) => flag.key !== key && !flag.content.archived)
    .flatMap((flag) => partsOf(`the flag ${flag.key}`, flag.content));
  return content.rules.flatMap((rule, index) => {
    const { layer } = rule;
    if (layer === undefined) return [];
    const pointer = `/rules/${index}/layer`;
    if (!(layer.from >= 0 && layer.from < layer.to && layer.to <= 1))
      return [{ pointer, rule: 'layer_range', detail: 'a part of a layer lies between 0 and 1, from below to' }];
    const before = partsOf('this flag', { ...content, rules: content.rules.slice(0, index) });
    return [...others, ...before].flatMap((other) => clashes(pointer, layer, experimentOf(rule), other));
  });
}

function clashes(pointer: string, layer: Layer, experiment: string | undefined, other: Part): FieldProblem[] {
  if (other.layer.key !== layer.key) return [];
  if (other.layer.attribute !== layer.attribute) {
    const detail = `${other.where} divides the layer ${layer.key} by ${other.layer.attribute}`;
    return [{ pointer: `${pointer}/attribute`, rule: 'layer_attribute', detail }];
  }
  const apart = layer.to <= other.layer.from || other.layer.to <= layer.from;
  if (apart || experiment === undefined || other.experiment === undefined || experiment === other.experiment) return [];
  const detail = `the experiment ${other.experiment} has ${other.layer.from} to ${other.layer.to} of it, in ${other.where}`;
  return [{ pointer, rule: 'layer_overlap', detail }];
}

const partsOf = (where: string, { rules }: FlagContent): Part[] =>
  rules.flatMap((rule) =>
    rule.layer === undefined ? [] : [{ where, layer: rule.layer, experiment: experimentOf(rule) }],
  );

const experimentOf = (rule: FlagRule): string | undefined => (rule.kind === 'experiment' ? rule.experiment : undefined);
