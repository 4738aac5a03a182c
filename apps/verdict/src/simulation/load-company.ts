import type { NewExperiment } from '#libs/contracts';
import { EventLog } from '#libs/events';
import { ExperimentService } from '#libs/experimentation';
import type { HttpService } from '#libs/http';
import type { SimulatedCompany, SimulatedEvent, SimulatedExperiment } from '#libs/simulation';
import { FactService } from '#libs/trust';
import type { Progress } from '../terminal/progress.js';

const factsAtOnce = 1_000;
const eventsAtOnce = 2_500;
const appendsAtOnce = 3;

/** Rates, projects and backers: the facts that scoring asks for. Safe to repeat. */
export async function loadFacts(app: HttpService, company: SimulatedCompany, progress: Progress): Promise<void> {
  progress.step('Loading projects, backers and currency rates');
  const facts = app.get(FactService, { strict: false });
  for (const rows of batches(company.rates(), factsAtOnce)) await facts.upsertRates(rows);
  for (const rows of batches(company.projects(), factsAtOnce))
    await facts.upsertProjects(
      rows.map(({ project_id, creator_id, launched_at, deadline, goal, currency, state }) => ({
        project_id,
        creator_id,
        launched_at,
        deadline,
        goal,
        currency,
        state,
      })),
    );
  for (const rows of batches(company.backers(), factsAtOnce))
    await facts.upsertBackers(
      rows.map(({ backer_id, signed_up_at, country, email }) => ({ backer_id, signed_up_at, country, email })),
    );
}

/** The experiments with their past, as if each had been started and closed at its time. Safe to repeat. */
export async function loadExperiments(app: HttpService, company: SimulatedCompany): Promise<void> {
  const experiments = app.get(ExperimentService, { strict: false });
  for (const { startedAt, enrolmentClosedAt, stoppedAt, ...definition } of company.experiments)
    await experiments.restore(asNewExperiment(definition), {
      startedAt,
      ...(enrolmentClosedAt === undefined ? {} : { enrolmentClosedAt }),
      ...(stoppedAt === undefined ? {} : { stoppedAt }),
    });
}

/** Every event through the log, as the app would have sent it. A repeat counts once, so this may be cut short and run again. */
export async function loadEvents(app: HttpService, company: SimulatedCompany, progress: Progress): Promise<number> {
  const log = app.get(EventLog, { strict: false });
  const flying = new Set<Promise<void>>();
  let sent = 0;
  const appendRows = async (rows: readonly SimulatedEvent[]): Promise<void> => {
    await log.append(rows.map((event) => ({ ...event, live: true })));
    sent += rows.length;
    progress.update('Loading events', sent, Math.max(sent, company.expectedRecords));
  };
  for (const rows of batches(company.events(), eventsAtOnce)) {
    const append = appendRows(rows).finally(() => flying.delete(append));
    flying.add(append);
    if (flying.size >= appendsAtOnce) await Promise.race(flying);
  }
  await Promise.all(flying);
  return sent;
}

type Definition = Omit<SimulatedExperiment, 'startedAt' | 'enrolmentClosedAt' | 'stoppedAt'>;

const asNewExperiment = (definition: Definition): NewExperiment => ({
  ...definition,
  variants: definition.variants.map((variant) => ({ ...variant })),
  metrics: [...definition.metrics],
});

function* batches<Row>(rows: Iterable<Row>, size: number): Generator<Row[]> {
  let batch: Row[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
