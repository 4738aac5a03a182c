import type { ReactNode } from 'react';
import type { RecordedActor } from '#libs/contracts';
import { useSession } from '../session.js';
import { Badge } from './badge.js';

interface DraftReviewProps {
  readonly author: RecordedActor | null;
  readonly approvedBy: RecordedActor | null;
  readonly needsApproval: boolean;
  /** In "before it can be …". */
  readonly verb: 'published' | 'started';
}

/** Whether a draft waits for somebody's approval, and for whose; nothing where nobody has to look at it. */
export function DraftReview({ author, approvedBy, needsApproval, verb }: DraftReviewProps): ReactNode {
  const { person } = useSession();
  if (approvedBy !== null)
    return (
      <p className="row">
        <Badge tone="good">Approved</Badge> by {approvedBy.name}; it can be {verb}.
      </p>
    );
  if (!needsApproval || author === null) return null;
  const mine = author.id === person?.id;
  return (
    <p className="row">
      <Badge tone="warn">Waits for approval</Badge>
      {mine
        ? `You wrote this draft: somebody else has to approve it before it can be ${verb}.`
        : `${author.name} wrote this draft: somebody else has to approve it before it can be ${verb}.`}
    </p>
  );
}
