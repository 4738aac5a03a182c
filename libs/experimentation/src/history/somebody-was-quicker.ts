import { conflict, type VerdictError } from '#libs/errors';

/** For a change of a version that is not the latest. @param what "The flag banner" */
export const somebodyWasQuicker = (what: string, latest: number): VerdictError =>
  conflict(`${what} is at version ${latest}; somebody was quicker. Read it again.`, [
    { pointer: '/version', rule: 'latest_version', detail: `the latest is ${latest}` },
  ]);
