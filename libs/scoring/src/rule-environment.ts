import { Environment } from '@marcbachmann/cel-js';
import { featureCatalogue, featuresByName } from './feature-catalogue.js';
import type { FeatureDefinition } from './feature.js';
import type { CustomInput } from './rule.js';

/** The calibrated model's score, before rules; a name like a feature's. */
const riskScore: FeatureDefinition = {
  name: 'risk_score',
  type: 'double',
  family: 'card',
  origin: 'derived',
  description: "The model's calibrated probability of fraud in percent, before rules add to it",
  minimum: 0.01,
  maximum: 99,
};

/**
 * `size()` is the one whole number left in a rule (literals become doubles), so what CEL lacks is arithmetic of an int
 * with a double, and the remainder of doubles.
 */
function withMixedOperators(environment: Environment): Environment {
  const operators: Record<string, (left: number, right: number) => number> = {
    '+': (left, right) => left + right,
    '-': (left, right) => left - right,
    '*': (left, right) => left * right,
    '/': (left, right) => left / right,
    '%': (left, right) => left % right,
  };
  for (const [sign, apply] of Object.entries(operators)) {
    const handler = (left: number | bigint, right: number | bigint): number => apply(Number(left), Number(right));
    environment.registerOperator(`double ${sign} int`, handler);
    environment.registerOperator(`int ${sign} double`, handler);
  }
  environment.registerOperator('double % double', (left: number, right: number) => left % right);
  environment.registerOperator('double == int', (left: number, right: bigint) => left === Number(right));
  return environment;
}

const base = featureCatalogue
  .reduce(
    (environment, { name, type }) => environment.registerVariable(name, type),
    withMixedOperators(new Environment({ limits: { maxAstNodes: 500, maxDepth: 40, maxListElements: 200 } })),
  )
  .registerVariable(riskScore.name, riskScore.type);
// A cloned environment refuses further names, so the one all others come from cannot change.
base.clone();

export interface RuleEnvironment {
  readonly cel: Environment;
  /** What is known of a name, or undefined if there is no such name. */
  readonly definition: (
    name: string,
  ) => Pick<FeatureDefinition, 'type' | 'minimum' | 'maximum' | 'pattern'> | undefined;
}

/** The names and operators of rules: the catalogue's, `risk_score`, and the company's own inputs. */
export function ruleEnvironment(customInputs: readonly CustomInput[] = []): RuleEnvironment {
  const own = new Map(customInputs.map((input) => [input.name, { type: input.type }]));
  const cel = base.clone();
  for (const { name, type } of customInputs) cel.registerVariable(name, type);
  return {
    cel,
    definition: (name) => own.get(name) ?? (name === riskScore.name ? riskScore : featuresByName.get(name)),
  };
}

/** Words of CEL and names of its types and functions, which no input may take. */
const reservedWords = new Set(
  (
    'as bool break bytes cel const continue double duration dyn else false for function google has if import in int ' +
    'let list loop map namespace null null_type optional package return size string timestamp true type uint var void while'
  ).split(' '),
);

/** Why a company's own input cannot be declared under this name, or undefined if it can. */
export function customInputProblem(name: string): string | undefined {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) return 'a name is 1 to 63 small letters, digits and _, a letter first';
  if (reservedWords.has(name)) return `"${name}" is a word of the rule language`;
  if (name === riskScore.name || featuresByName.has(name)) return `"${name}" is the name of a feature`;
  return undefined;
}
