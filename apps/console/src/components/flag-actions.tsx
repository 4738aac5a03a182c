import type { ReactNode } from 'react';
import type { FlagView } from '#libs/contracts';
import { useSession } from '../session.js';
import { ConfirmButton } from './confirm-button.js';

interface FlagActionsProps {
  readonly flag: FlagView;
  /** Whether the reader has written a part of the draft, and so does not approve it; undefined while that is not known. */
  readonly isOwn: boolean | undefined;
  readonly onDone: () => void;
}

/** What can be done with the draft; nothing for those who may only read. */
export function FlagActions({ flag, isOwn, onDone }: FlagActionsProps): ReactNode {
  const { may } = useSession();
  if (!may('flags:write') || flag.draft === null) return null;
  const path = `/v1/flags/${encodeURIComponent(flag.key)}`;
  // With the version that was read: whoever was quicker is not overwritten.
  const shared = { subject: flag.key, body: { version: flag.version }, onDone };
  if (flag.needs_approval && isOwn !== true)
    return isOwn === undefined ? null : (
      <ConfirmButton
        {...shared}
        key="approve"
        primary
        name="Approve"
        path={`${path}/approve`}
        effect="You vouch for the draft as it is. Any change of it takes the approval away."
        said={(version) => `Approved version ${version}.`}
      />
    );
  return (
    <>
      {flag.needs_approval ? null : (
        <ConfirmButton
          {...shared}
          primary
          name="Publish"
          path={`${path}/publish`}
          effect="The draft is what every app is answered by, within a second."
          said={(version) => `Published version ${version}.`}
        />
      )}
      {flag.published === null ? null : (
        <ConfirmButton
          {...shared}
          name="Discard"
          path={`${path}/discard`}
          effect="The draft is dropped. What is answered by stays."
          said={() => 'Discarded the draft.'}
        />
      )}
    </>
  );
}
