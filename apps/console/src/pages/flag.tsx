import { useCallback, type ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { FlagChangePage, FlagScheduleView, FlagView } from '#libs/contracts';
import { DraftReview } from '../components/draft-review.js';
import { FlagActions } from '../components/flag-actions.js';
import { FlagContentPanel } from '../components/flag-content.js';
import { FlagHistory } from '../components/flag-history.js';
import { FlagSchedule } from '../components/flag-schedule.js';
import { FlagPreview } from '../components/flag-preview.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { RampPanel } from '../components/ramp-panel.js';
import { WarningList } from '../components/warning-list.js';
import { flagWriting, hasWritten } from '../has-written.js';
import { useItemKeys } from '../row-keys.js';
import { useSession } from '../session.js';
import { useLoad } from '../use-load.js';

export function FlagPage(): ReactNode {
  const { key = '' } = useParams();
  const path = `/v1/flags/${encodeURIComponent(key)}`;
  const loaded = useLoad<FlagView>(path);
  const changes = useLoad<FlagChangePage>(`${path}/changes`);
  const schedule = useLoad<FlagScheduleView>(`${path}/schedule`);
  const address = useItemKeys('/flags', key, '/flags');
  const [reloadFlag, reloadChanges, reloadSchedule] = [loaded.reload, changes.reload, schedule.reload];
  const reload = useCallback(() => {
    reloadFlag();
    reloadChanges();
    reloadSchedule();
  }, [reloadFlag, reloadChanges, reloadSchedule]);
  const flag = loaded.data;
  const { person } = useSession();
  const isOwn = changes.data && hasWritten(person, changes.data.changes, flagWriting);

  return (
    <Page
      title={key}
      crumb={<Link to={address}>Flags</Link>}
      lead={flag === undefined ? undefined : <p>{(flag.draft ?? flag.published)?.description}</p>}
      actions={flag === undefined ? undefined : <FlagActions flag={flag} isOwn={isOwn} onDone={reload} />}
    >
      <LoadedView from={loaded} what="the flag">
        {(data) => (
          <div className="columns">
            <div className="stack">
              <DraftReview
                author={data.draft_by}
                approvedBy={data.approved_by}
                needsApproval={data.needs_approval}
                isOwn={isOwn === true}
                verb="published"
              />
              <WarningList warnings={data.warnings} />
              {data.published === null ? null : (
                <FlagContentPanel id="published" title="What is answered by" content={data.published} />
              )}
              {data.draft === null ? null : <FlagContentPanel id="draft" title="The draft" content={data.draft} />}
              <LoadedView from={changes} what="the changes">
                {(page) => <FlagHistory flag={data} changes={page.changes} onDone={reload} />}
              </LoadedView>
            </div>
            <aside className="stack" aria-label="Preview and schedule">
              <FlagPreview flag={data} />
              {schedule.data === undefined ? null : (
                <FlagSchedule flag={data} schedule={schedule.data} onDone={reload} />
              )}
              <RampPanel flag={data} onDone={reload} />
            </aside>
          </div>
        )}
      </LoadedView>
    </Page>
  );
}
