import { isPart, type ExperimentDefinition } from '#libs/bucketing';
import type { FlagContent, FlagRule } from '#libs/contracts';
import type { FieldProblem } from '#libs/errors';
import { overlaps } from '../layer/layer-part.js';
import type { PublishedFlag } from './flag.js';

type Layer = NonNullable<FlagRule['layer']>;

interface Part {
  readonly where: string;
  readonly layer: Layer;
  /** Absent: the rule is no experiment, and may share its part with others. */
  readonly experiment: string | undefined;
}

interface LayerWorld {
  readonly flags: readonly PublishedFlag[];
  readonly experiments: ReadonlyMap<string, ExperimentDefinition>;
}

/**
 * Experiments of one layer exclude each other: their parts must not overlap, and all must divide the same units. Rules of
 * one experiment may share a part, in whichever flags they are; where the experiment has a part by itself, that is the one.
 */
export function layerProblems(key: string, content: FlagContent, { flags, experiments }: LayerWorld): FieldProblem[] {
  const others = [
    ...flags
      .filter((flag) => flag.key !== key && !flag.content.archived)
      .flatMap((flag) => partsOf(`in the flag ${flag.key}`, flag.content)),
    ...[...experiments.values()].flatMap(partOf),
  ];
  return content.rules.flatMap((rule, index) => {
    const { layer } = rule;
    if (layer === undefined) return [];
    const pointer = `/rules/${index}/layer`;
    if (!isPart(layer))
      return [{ pointer, rule: 'layer_range', detail: 'a part of a layer lies between 0 and 1, from below to' }];
    const experiment = experimentOf(rule);
    if (experiment !== undefined && experiments.get(experiment)?.layer !== undefined) {
      const detail = `the experiment ${experiment} has a part of a layer by itself, and no rule needs another`;
      return [{ pointer, rule: 'layer_of_the_experiment', detail }];
    }
    const before = partsOf('in this flag', { ...content, rules: content.rules.slice(0, index) });
    return [...others, ...before].flatMap((other) => clashes(pointer, layer, experiment, other));
  });
}

function clashes(pointer: string, layer: Layer, experiment: string | undefined, other: Part): FieldProblem[] {
  if (other.layer.key !== layer.key) return [];
  if (other.layer.attribute !== layer.attribute) {
    const detail = `the layer ${layer.key} is divided by ${other.layer.attribute} ${other.where}`;
    return [{ pointer: `${pointer}/attribute`, rule: 'layer_attribute', detail }];
  }
  if (
    !overlaps(layer, other.layer) ||
    experiment === undefined ||
    other.experiment === undefined ||
    experiment === other.experiment
  )
    return [];
  const detail = `the experiment ${other.experiment} has ${other.layer.from} to ${other.layer.to} of it, ${other.where}`;
  return [{ pointer, rule: 'layer_overlap', detail }];
}

const partsOf = (where: string, { rules }: FlagContent): Part[] =>
  rules.flatMap((rule) =>
    rule.layer === undefined ? [] : [{ where, layer: rule.layer, experiment: experimentOf(rule) }],
  );

/** Only what has started and may go on holds its part. */
function partOf({ key, unit, state, layer }: ExperimentDefinition): Part[] {
  if (layer === undefined || state === 'draft' || state === 'stopped' || state === 'decided') return [];
  return [{ where: 'by itself', layer: { ...layer, attribute: unit }, experiment: key }];
}

const experimentOf = (rule: FlagRule): string | undefined => (rule.kind === 'experiment' ? rule.experiment : undefined);
