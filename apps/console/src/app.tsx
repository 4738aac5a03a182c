import { lazy, Suspense, type ReactNode } from 'react';
import { Navigate, Outlet, Route, Routes, useLocation } from 'react-router';
import { Frame } from './components/frame.js';
import { Loading } from './components/loading.js';
import { Refusal } from './components/refusal.js';
import { isWithin, sections } from './components/sections.js';
import { AcrossExperimentsPage } from './pages/across-experiments.js';
import { AssessmentsPage } from './pages/assessments.js';
import { AuditPage } from './pages/audit.js';
import { ExperimentsPage } from './pages/experiments.js';
import { ChangeFactPage, NewFactPage } from './pages/fact-form.js';
import { FactPage } from './pages/fact.js';
import { FlagPage } from './pages/flag.js';
import { FlagsPage } from './pages/flags.js';
import { ForbiddenPage } from './pages/forbidden.js';
import { HistoryPage } from './pages/history.js';
import { JobPage } from './pages/job.js';
import { JobsPage } from './pages/jobs.js';
import { ChangeMetricPage, NewMetricPage } from './pages/metric-form.js';
import { MetricPage } from './pages/metric.js';
import { MetricsPage } from './pages/metrics.js';
import { NewExperimentPage } from './pages/new-experiment.js';
import { NotFoundPage } from './pages/not-found.js';
import { PledgePage } from './pages/pledge.js';
import { QueryPage } from './pages/query.js';
import { ChangeQuestionPage, NewQuestionPage } from './pages/question-form.js';
import { QuestionPage } from './pages/question.js';
import { QuestionsPage } from './pages/questions.js';
import { ReportPage } from './pages/report.js';
import { ReportsPage } from './pages/reports.js';
import { RulesPage } from './pages/rules.js';
import { RunPage } from './pages/run.js';
import { SignInPage } from './pages/sign-in.js';
import { SourceTablePage } from './pages/source-table.js';
import { SourcesPage } from './pages/sources.js';
import { TimelinePage } from './pages/timeline.js';
import { WarehousePage } from './pages/warehouse.js';
import { useSession } from './session.js';

// The charts are most of the bytes, and these pages alone need them.
const ExperimentPage = lazy(() => import('./pages/experiment.js'));
const SharedPage = lazy(() => import('./pages/shared.js'));

export function App(): ReactNode {
  return (
    <Routes>
      <Route element={<Frame />}>
        <Route
          path="shared/:token"
          element={
            <Suspense fallback={<Loading what="the page" />}>
              <SharedPage />
            </Suspense>
          }
        />
        <Route element={<SignedIn />}>
          <Route index element={<Home />} />
          <Route path="experiments" element={<ExperimentsPage />} />
          <Route path="experiments/across" element={<AcrossExperimentsPage />} />
          <Route path="experiments/new" element={<NewExperimentPage />} />
          <Route path="experiments/:key" element={<ExperimentPage />} />
          <Route path="metrics" element={<MetricsPage />} />
          <Route path="metrics/new" element={<NewMetricPage />} />
          <Route path="metrics/:key" element={<MetricPage />} />
          <Route path="metrics/:key/change" element={<ChangeMetricPage />} />
          <Route path="facts/new" element={<NewFactPage />} />
          <Route path="facts/:key" element={<FactPage />} />
          <Route path="facts/:key/change" element={<ChangeFactPage />} />
          <Route path="flags" element={<FlagsPage />} />
          <Route path="flags/:key" element={<FlagPage />} />
          <Route path="queries/:hash" element={<QueryPage />} />
          <Route path="assessments" element={<AssessmentsPage />} />
          <Route path="pledges/:id" element={<PledgePage />} />
          <Route path="rules" element={<RulesPage />} />
          <Route path="questions" element={<QuestionsPage />} />
          <Route path="questions/new" element={<NewQuestionPage />} />
          <Route path="questions/:id" element={<QuestionPage />} />
          <Route path="questions/:id/change" element={<ChangeQuestionPage />} />
          <Route path="runs/:id" element={<RunPage />} />
          <Route path="reports" element={<ReportsPage />} />
          <Route path="reports/:id" element={<ReportPage />} />
          <Route path="warehouse" element={<WarehousePage />} />
          <Route path="sources" element={<SourcesPage />} />
          <Route path="sources/:id" element={<SourceTablePage />} />
          <Route path="history" element={<HistoryPage />} />
          <Route path="history/:kind/:id" element={<TimelinePage />} />
          <Route path="jobs" element={<JobsPage />} />
          <Route path="jobs/:id" element={<JobPage />} />
          <Route path="audit" element={<AuditPage />} />
          <Route path="*" element={<NotFoundPage />} />
        </Route>
      </Route>
    </Routes>
  );
}

/** Every other page is behind the session; the address stays, so signing in leads to where one wanted to go. */
function SignedIn(): ReactNode {
  const { person, error, retry, may } = useSession();
  const { pathname } = useLocation();
  if (error !== undefined) return <Refusal error={error} onRetry={retry} />;
  if (person === undefined) return <Loading what="your session" />;
  if (person === null) return <SignInPage />;
  const section = sections.find((one) => isWithin(one, pathname));
  if (section !== undefined && !may(section.scope)) return <ForbiddenPage section={section} />;
  return (
    <Suspense fallback={<Loading what="the page" />}>
      <Outlet />
    </Suspense>
  );
}

/** Reviewers start at their pledges, analysts at their experiments. */
function Home(): ReactNode {
  const { person } = useSession();
  return <Navigate to={person?.role === 'reviewer' ? '/assessments' : '/experiments'} replace />;
}
