import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Question } from '../api.js';
import { call } from '../http.js';
import { useSession } from '../session.js';
import { useAction } from '../use-action.js';
import { useKeptFocus } from '../use-kept-focus.js';
import { Button } from './button.js';
import { Dialog } from './dialog.js';
import { Refusal } from './refusal.js';

interface QuestionActionsProps {
  readonly question: Question;
  readonly onDone: () => void;
}

/** Change it, or archive it after a second question; nothing for those who may only read. */
export function QuestionActions({ question, onDone }: QuestionActionsProps): ReactNode {
  const { may } = useSession();
  if (!may('questions:write') || question.archived_at !== null) return null;
  return (
    <>
      <Link className="button" to={`/questions/${question.id}/change`}>
        Change
      </Link>
      <ArchiveButton question={question} onDone={onDone} />
    </>
  );
}

function ArchiveButton({ question, onDone }: QuestionActionsProps): ReactNode {
  const [asking, setAsking] = useState(false);
  const { busy, error, run } = useAction();
  const button = useKeptFocus();
  const archive = async (): Promise<void> => {
    if (!(await run(() => call('DELETE', `/v1/questions/${question.id}`)))) return;
    setAsking(false);
    onDone();
  };

  return (
    <>
      <button ref={button} type="button" onClick={() => setAsking(true)}>
        Archive
      </button>
      {asking ? (
        <Dialog title={`Archive “${question.title}”?`} onClose={() => setAsking(false)}>
          <p>Nobody can ask it any more. Its answers stay, and so do their addresses. This cannot be undone.</p>
          {error === undefined ? null : <Refusal error={error} />}
          <div className="dialog-buttons">
            <button type="button" onClick={() => setAsking(false)}>
              Keep it
            </button>
            <Button className="danger" busy={busy} onClick={() => void archive()}>
              Archive the question
            </Button>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}
