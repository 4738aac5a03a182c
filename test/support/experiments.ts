import { Audit } from '#libs/access';
import type { Clock } from '#libs/contracts';
import {
  ExperimentAdvisor,
  ExperimentBook,
  ExperimentRepository,
  ExperimentReview,
  ExperimentService,
} from '#libs/experimentation';
import type { Database } from '#libs/postgres';

/** What changes experiments, on a database and by a clock, where nobody reviews them. */
export function experimentService(database: Database, clock: Clock): ExperimentService {
  const experiments = new ExperimentRepository(database);
  const book = new ExperimentBook(experiments, new Audit(database, clock), { reportingZone: 'UTC' });
  const review = new ExperimentReview(experiments, { experimentReview: false });
  return new ExperimentService(database, clock, book, review, new ExperimentAdvisor(clock));
}
