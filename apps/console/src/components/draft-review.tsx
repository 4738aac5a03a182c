import type { ReactNode } from 'react';
import type { RecordedActor } from '#libs/contracts';
import { Badge } from './badge.js';

interface DraftReviewProps {
  readonly author: RecordedActor | null;
  readonly approvedBy: RecordedActor | null;
  readonly needsApproval: boolean;
  /** Whether the reader has written a part of it. */
  readonly isOwn: boolean;
  /** In "before it can be …". */
  readonly verb: 'published' | 'started';
}

/** Whether a draft waits for somebody's approval, and for whose; nothing where nobody has to look at it. */
export function DraftReview({ author, approvedBy, needsApproval, isOwn, verb }: DraftReviewProps): ReactNode {
  if (approvedBy !== null)
    return (
      <p className="row">
        <Badge tone="good">Approved</Badge> by {approvedBy.name}; it can be {verb}.
      </p>
    );
  if (!needsApproval || author === null) return null;
  return (
    <p className="row">
      <Badge tone="warn">Waits for approval</Badge>
      {isOwn
        ? `You wrote this draft, or a part of it: somebody else has to approve it before it can be ${verb}.`
        : `${author.name} wrote this draft: somebody else has to approve it before it can be ${verb}.`}
    </p>
  );
}
