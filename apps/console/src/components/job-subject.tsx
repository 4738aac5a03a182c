import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useSession } from '../session.js';
import { ImportFacts } from './import-facts.js';

/** What a job was for: the way to its report or its answer, or what is known of its import. */
export function JobSubject({ payload }: { readonly payload: unknown }): ReactNode {
  const { may } = useSession();
  const { report_id, run_id, import_id } = payload as Partial<Record<'report_id' | 'run_id' | 'import_id', string>>;
  if (report_id !== undefined && may('reports:read')) return <Link to={`/reports/${report_id}`}>See the report</Link>;
  if (run_id !== undefined && may('questions:read')) return <Link to={`/runs/${run_id}`}>See the question</Link>;
  if (import_id !== undefined && may('imports:write')) return <ImportFacts id={import_id} />;
  return null;
}
