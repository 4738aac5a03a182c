import type { Database } from '#libs/postgres';
import {
  compileConfiguration,
  type Configuration,
  type ConfigurationRows,
  type DistributionsRow,
  type LiveRule,
} from '../configuration/configuration.js';
import { defaultConfiguration } from '../configuration/default-configuration.js';
import { policyView, type PolicyRow } from '../configuration/configuration.repository.js';

type Versions = Readonly<Record<string, string | number | null>>;

export interface FoundConfiguration {
  readonly configuration: Configuration;
  readonly missing: readonly ('ruleset' | 'policy' | 'distribution')[];
}

/** The rules, policy and distribution that an answer names, compiled as they were. Lists are not among them: see KeptEvidence. */
export async function configurationOf(
  database: Database,
  versions: Versions,
  baseCurrency: string,
): Promise<FoundConfiguration> {
  const { ruleset, policy, distribution = null } = versions;
  const [rules, policyRow, distributions, customInputs] = await Promise.all([
    database.query<LiveRule>('ruleset/list_rules', { hash: ruleset }),
    policy === 0 ? undefined : database.maybeOne<PolicyRow>('policy/find_policy_version', { version: policy }),
    distribution === null
      ? null
      : database.maybeOne<DistributionsRow>('feature_distribution/find_distribution', { version: distribution }),
    database.query<ConfigurationRows['customInputs'][number]>('custom_input/list_custom_inputs'),
  ]);
  const configuration = compileConfiguration(
    {
      ...defaultConfiguration,
      ...(policyRow === undefined ? {} : { policy: policyView(policyRow) }),
      rules,
      customInputs,
      distributions: distributions ?? null,
    },
    baseCurrency,
  );
  return {
    configuration,
    missing: [
      ...(configuration.rulesetHash === ruleset ? [] : ['ruleset' as const]),
      ...(configuration.policy.version === policy ? [] : ['policy' as const]),
      ...(distributions === undefined ? ['distribution' as const] : []),
    ],
  };
}
