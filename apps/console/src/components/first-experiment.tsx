import type { ReactNode } from 'react';
import { CodeBlock } from './code-block.js';
import { Empty } from './empty.js';

const curl = (origin: string): string => `curl ${origin}/v1/experiments \\
  -H "authorization: Bearer $VERDICT_KEY" \\
  -H 'content-type: application/json' \\
  -d '{
    "key": "shorter-checkout",
    "hypothesis": "Fewer fields make more visitors pledge.",
    "unit": "visitor",
    "variants": [{"key": "control", "weight": 0.5}, {"key": "short", "weight": 0.5}],
    "baseline": "control",
    "metrics": ["pledge_conversion", "pledged_per_visitor"],
    "plan": {"metric": "pledge_conversion", "baseline": 0.03,
      "minimum_effect": {"kind": "relative", "value": 0.1}}
  }'`;

export function FirstExperiment(): ReactNode {
  return (
    <Empty title="No experiment yet">
      <p>
        An experiment is made over the HTTP API by an analyst or an admin; it starts as a draft and shows the sample
        size that its effect needs:
      </p>
      <CodeBlock text={curl(location.origin)} label="The request that makes a first experiment" />
      <p>
        Or fill the product with a simulated company, experiments with known effects included:{' '}
        <code className="nowrap">npx verdict simulate --seed 1</code>
      </p>
    </Empty>
  );
}
