import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { CodeBlock } from './code-block.js';
import { Empty } from './empty.js';

const curl = (origin: string): string => `curl ${origin}/v1/pledges/score \\
  -H "authorization: Bearer $VERDICT_KEY" \\
  -H 'content-type: application/json' \\
  -d '{
    "pledge": {"id": "pledge-1", "project_id": "project-1", "backer_id": "backer-1",
      "amount": 2500, "currency": "USD"},
    "device": {"ip_address": "81.2.69.142"},
    "email": {"address": "ada@example.com"}
  }'`;

/** What to do when there is no assessment: widen the question, or send a first pledge. */
export function FirstPledge({ filtered }: { readonly filtered: boolean }): ReactNode {
  if (filtered)
    return (
      <Empty title="No pledge answers this question">
        <p>
          Each filter narrows the others. <Link to="/assessments">Show all assessments</Link>, or take one away.
        </p>
      </Empty>
    );
  return (
    <Empty title="No pledge has been scored yet">
      <p>
        The app asks for a score before it accepts a pledge. Send a first one with a key of kind <code>app</code>;
        amounts are in minor units (2500 is $25.00):
      </p>
      <CodeBlock text={curl(location.origin)} label="The request that scores a first pledge" />
      <p>It is here as soon as it is answered, with each reason and its share in the score.</p>
    </Empty>
  );
}
