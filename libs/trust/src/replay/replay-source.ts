import type { Database } from '#libs/postgres';
import type { Entities } from '#libs/scoring';
import type { AssessmentRow } from '../assessment/assessment-row.js';
import type { Configuration } from '../configuration/configuration.js';
import type { StagedPledge } from '../import/staged-row.js';
import { readRequest, type ReadRequest } from '../score/read-request.js';
import { entitiesOf } from '../score/subject.js';
import { liveOrigin } from '../velocity/observation.js';

type StoredRequest = Pick<ReadRequest, 'groups' | 'customInputs'>;

/** The request that was answered; an import keeps it with the line that brought it. Undefined where it is gone. */
export async function requestOf(
  database: Database,
  row: AssessmentRow,
  configuration: Configuration,
): Promise<StoredRequest | undefined> {
  if (row.origin === liveOrigin) return storedRequest(row.request);
  const line = await database.maybeOne<{ body: string }>('import/find_request', {
    import_id: row.origin,
    known_at: row.window_end,
    pledge_id: row.pledge_id,
    body_hash: row.body_hash,
  });
  if (line === undefined) return undefined;
  return readRequest((JSON.parse(line.body) as StagedPledge).request, configuration.customInputs);
}

function storedRequest(request: unknown): StoredRequest | undefined {
  if (typeof request !== 'object' || request === null) return undefined;
  const { custom_inputs: customInputs = {}, ...groups } = request as Record<string, ReadRequest['customInputs']>;
  return { groups, customInputs };
}

/** What the pledge was counted by. */
export const entitiesOfRow = (row: AssessmentRow, request: StoredRequest): Entities =>
  entitiesOf({ request, backerId: row.backer_id ?? undefined, projectId: row.project_id }, row.creator_id ?? undefined);
