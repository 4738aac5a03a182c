import type { Database } from '#libs/postgres';
import {
  compileConfiguration,
  type Configuration,
  type ConfigurationRows,
  type DistributionsRow,
  type RunningRule,
} from '../configuration/configuration.js';
import { modelVersion } from '../model/machine-model.js';
import { carriedModels, type CarriedModel } from '../model/model.repository.js';
import { defaultConfiguration } from '../configuration/default-configuration.js';
import { policyView, type PolicyRow } from '../configuration/configuration.repository.js';

type Versions = Readonly<Record<string, string | number | null>>;

export interface FoundConfiguration {
  readonly configuration: Configuration;
  readonly missing: readonly ('ruleset' | 'policy' | 'distribution' | 'model')[];
}

/** The rules, policy, distribution and trained models that an answer names, compiled as they were. Lists are not among them: see KeptEvidence. */
export async function configurationOf(
  database: Database,
  versions: Versions,
  baseCurrency: string,
): Promise<FoundConfiguration> {
  const { ruleset, policy, distribution = null } = versions;
  const [champion, challenger] = [versions['model'], versions['challenger']].map((name) => modelVersion(name) ?? null);
  const named = { champion: champion ?? null, challenger: challenger ?? null };
  const [rules, policyRow, distributions, customInputs, models] = await Promise.all([
    database.query<RunningRule>('ruleset/list_rules', { hash: ruleset }),
    policy === 0 ? undefined : database.maybeOne<PolicyRow>('policy/find_policy_version', { version: policy }),
    distribution === null
      ? null
      : database.maybeOne<DistributionsRow>('feature_distribution/find_distribution', { version: distribution }),
    database.query<ConfigurationRows['customInputs'][number]>('custom_input/list_custom_inputs'),
    carriedModels(database, named),
  ]);
  const configuration = compileConfiguration(
    {
      ...defaultConfiguration,
      ...(policyRow === undefined ? {} : { policy: policyView(policyRow) }),
      rules,
      customInputs,
      distributions: distributions ?? null,
      models,
    },
    baseCurrency,
  );
  return {
    configuration,
    missing: [
      ...(configuration.rulesetHash === ruleset ? [] : ['ruleset' as const]),
      ...(configuration.policy.version === policy ? [] : ['policy' as const]),
      ...(distributions === undefined ? ['distribution' as const] : []),
      ...(isMissing(named.champion, models.champion) || isMissing(named.challenger, models.challenger)
        ? ['model' as const]
        : []),
    ],
  };
}

const isMissing = (named: number | null, found: CarriedModel | null): boolean => named !== null && found === null;
