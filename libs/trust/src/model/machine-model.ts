import { evaluatorOf, numberOf, type Contribution } from '#libs/boosting';
import {
  featuresByName,
  type Family,
  type FeatureValue,
  type FeatureValues,
  type Model,
  type ModelTerm,
  type Money,
} from '#libs/scoring';
import type { CarriedModel } from './model.repository.js';

/** Below this, in log-odds, a term is one of the small ones of its family: it moves the odds by less than 2 %. */
const small = 0.02;

/** The name of a trained model in answers. */
export const modelName = (version: number): string => `model-${version}`;

/** The version behind such a name; undefined of the prior and of test answers. */
export function modelVersion(name: unknown): number | undefined {
  const digits = typeof name === 'string' ? /^model-([1-9]\d*)$/.exec(name)?.[1] : undefined;
  return digits === undefined ? undefined : Number(digits);
}

/**
 * A trained machine as scoring asks it: a term for each feature and each pair with an effect on this pledge, and for each
 * family one that has what its small terms add up to. A pair belongs to the family of its first feature.
 */
export function machineModel({ version, machine }: CarriedModel): Model {
  const evaluator = evaluatorOf(machine);
  return {
    version: modelName(version),
    baseRate: evaluator.intercept,
    terms: (features, money) =>
      termsOf(
        evaluator.contributions((name) => features[name]),
        features,
        money,
      ),
    calibrate: evaluator.calibrate,
  };
}

function termsOf(contributions: readonly Contribution[], features: FeatureValues, money: Money): ModelTerm[] {
  const terms: ModelTerm[] = [];
  const rest = new Map<Family, { sum: number; count: number }>();
  for (const one of contributions) {
    const { contribution } = one;
    const family = familyOf(one.features[0]);
    if (Math.abs(contribution) >= small) terms.push(termOf(one, family, features, money));
    else {
      const { sum, count } = rest.get(family) ?? { sum: 0, count: 0 };
      rest.set(family, { sum: sum + contribution, count: count + 1 });
    }
  }
  for (const [family, { sum, count }] of rest)
    terms.push({
      feature: `small_${family}`,
      family,
      contribution: sum,
      reason: { code: `SMALL_${family.toUpperCase()}`, reason: `${count} small effects of the ${family} together` },
    });
  return terms.filter(({ contribution }) => contribution !== 0);
}

const familyOf = (feature: string): Family => featuresByName.get(feature)?.family ?? 'project';

function termOf({ features: names, contribution }: Contribution, family: Family, values: FeatureValues, money: Money) {
  const facts = names.map((name) => `${descriptionOf(name)}: ${shown(name, values[name], money)}`);
  const value = names.length === 1 ? values[names[0]] : undefined;
  const code = names.join('_with_').toUpperCase();
  const reason = { code, reason: facts.join('; together with: ') };
  return {
    feature: names.join(' × '),
    family,
    contribution,
    reason: value === undefined ? reason : { ...reason, value },
  };
}

const descriptionOf = (name: string): string => featuresByName.get(name)?.description ?? name;

const countsMoney = new Set(['base_amount', 'card_amount_24h', 'backer_amount_24h', 'backer_amount_30d']);

function shown(name: string, value: FeatureValue | undefined, money: Money): string {
  if (value === undefined) return 'unknown';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  return countsMoney.has(name) ? money(value) : String(Number(numberOf(value).toPrecision(4)));
}
