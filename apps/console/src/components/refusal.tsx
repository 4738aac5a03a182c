import type { ReactNode } from 'react';
import { ApiError } from '../http.js';
import { useSession } from '../session.js';
import { problemsOf } from '../field-problems.js';
import { Note } from './note.js';
import { ProblemList } from './problem-list.js';
import { Text } from './text.js';

interface RefusalProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** Shows what there is now, where somebody else was quicker. */
  readonly onReload?: () => void;
}

/** What went wrong, and what the reader can do about it. */
export function Refusal({ error, onRetry, onReload }: RefusalProps): ReactNode {
  const { person } = useSession();
  if (!(error instanceof ApiError)) {
    return (
      <Note tone="bad" title="This page failed" urgent>
        <p>Reload it. If it fails again, tell your engineers what you did last.</p>
      </Note>
    );
  }
  const { problem } = error;
  const problems = problemsOf(error);
  return (
    <Note tone={error.status === 404 ? 'warn' : 'bad'} title={titleOf(error)} urgent>
      {error.status === 0 || problems.length > 0 || isOutdated(error) ? null : (
        <p>
          <Text>{problem.detail}</Text>
        </p>
      )}
      <ProblemList problems={problems} />
      <p className="muted">{adviceOf(error, person?.role)}</p>
      <div className="row">
        {onRetry === undefined || error.status === 403 || error.status === 404 ? null : (
          <button type="button" onClick={onRetry}>
            Try again
          </button>
        )}
        {onReload === undefined || !isOutdated(error) ? null : (
          <button type="button" onClick={onReload}>
            Show the latest version
          </button>
        )}
        {problem.instance === undefined ? null : (
          <small className="muted">
            Request <code>{problem.instance}</code>
          </small>
        )}
      </div>
    </Note>
  );
}

function titleOf(error: ApiError): string {
  const { status, problem } = error;
  if (status === 0) return 'The server does not answer';
  if (status === 403) return 'You may not do this';
  if (status === 404) return 'Not found';
  if (isOutdated(error)) return 'Somebody was quicker';
  if (status === 409) return 'Not as things stand now';
  if (status === 429) return 'Too many requests';
  if (status === 503) return 'A part of Verdict is away';
  return problem.title;
}

/** Somebody was quicker: what was sent is about a version that is not the latest. */
const isOutdated = ({ status, problem }: ApiError): boolean =>
  status === 409 && problem.problems?.some(({ rule }) => rule === 'latest_version') === true;

function adviceOf(error: ApiError, role: string | undefined): string {
  const { status, retryAfterSeconds } = error;
  if (status === 0) return 'Check that it runs (npm start) and that you are online, then try again.';
  if (status === 400) return 'Mend what is named above and send it again.';
  if (status === 403) return `Your role is ${role ?? 'unknown'}. Ask an admin for another role, or to do it for you.`;
  if (status === 404) return 'Check the address; the thing may also have been removed.';
  if (status === 409)
    return isOutdated(error)
      ? 'What you read has changed meanwhile, and nothing was done. Look at what it is now first.'
      : 'Nothing was changed.';
  if (status === 429 || status === 503)
    return `Wait ${retryAfterSeconds ?? 'a few'} seconds and try again. Nothing that was acknowledged is lost.`;
  return 'Try again. If it stays, give your engineers the number of the request: the log has the rest.';
}
