import { createHash } from 'node:crypto';
import { projectRoot, sourceCommit } from '#libs/config';
import { jobPayloads, type Clock } from '#libs/contracts';
import { invalid, notFound } from '#libs/errors';
import type { Database } from '#libs/postgres';
import type { JobContext, JobHandler } from '#libs/queue';
import { threadItems } from '#libs/threads';
import { pinExclusions, usualExclusions } from '../exclusion/chosen-exclusions.js';
import { listFactVersions } from '../metric/fact.repository.js';
import { chosenMetrics } from '../metric/chosen-metrics.js';
import { isSummed, lineScale, linesOf, type MetricLine, type PinnedFact } from '../metric/metric-line.js';
import { pinnedMetrics } from '../metric/metric.repository.js';
import { insertCertificate } from './certificate.repository.js';
import type { KeptCertificate } from './false-alarms.js';
import type { SeenReader } from './seen-reader.js';

/** Reads what a metric was before any experiment, and counts how often its test finds something where there is nothing. */
export class MetricCertifyHandler implements JobHandler {
  readonly name = 'metric_certify';
  /** Each reads the past of all units. */
  readonly atOnce = 1;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reader: SeenReader,
    private readonly reportingZone: string,
  ) {}

  accepts(): boolean {
    return this.reader.held;
  }

  async run(
    payload: unknown,
    { jobId, signal, hold, progress }: Pick<JobContext, 'jobId' | 'signal' | 'hold' | 'progress'>,
  ): Promise<object> {
    const { metric_key: metric, version, unit, days } = jobPayloads.metric_certify.parse(payload);
    const line = await this.line(metric, version);
    progress(0, null, 'Reading the past');
    const asked = { line, unit, days, zone: this.reportingZone, now: new Date(this.clock.now()), signal };
    const exclusions = await this.exclusions(unit);
    const { query, groups, ...seen } = await this.reader.read({ ...asked, exclusions });
    const seed = seedOf(jobId);
    progress(0, null, 'Dividing units by chance');
    const certificate = await falseAlarms({ kind: line.definition.kind, groups, seed }, signal);
    const made = { id: jobId, metric, version, unit, days, ...seen, scale: lineScale(line), certificate, seed };
    const commit = sourceCommit(projectRoot());
    await this.database.transaction(async (transaction) => {
      await hold(transaction);
      await insertCertificate(transaction, { ...made, commit, query, madeAt: new Date(this.clock.now()) }, query);
    });
    return { certificate_id: jobId, units: seen.sums?.closed_units ?? 0 };
  }

  /** In the version that was asked for, over what its facts are now. */
  private async line(metric: string, version: number): Promise<MetricLine> {
    const facts = (await chosenMetrics(this.database, [metric])).get(metric)?.facts ?? {};
    const pins = [{ metric, version, facts, added_at: null }];
    const line = (await pinnedMetrics(this.database, pins)).flatMap(linesOf).find(({ reading }) => reading === 'all');
    if (line === undefined) throw notFound(`The metric ${metric} has no version ${version} over checked facts.`);
    if (!isSummed(line)) throw invalid(`The past of ${metric} is not read: it takes the values of all units at once.`);
    return line;
  }

  /** Who takes part in no experiment unless it says so. */
  private async exclusions(unit: MetricUnit): Promise<PinnedFact[]> {
    const pins = await pinExclusions(this.database, await usualExclusions(this.database, unit), null);
    const facts: PinnedFact[] = [];
    for (const { fact, version } of pins)
      for (const { sql, scale, columns } of await listFactVersions(this.database, fact, version))
        facts.push({ key: fact, version, sql, scale, columns: columns ?? [] });
    return facts;
  }
}

const entry = new URL('./false-alarms.thread.js', import.meta.url);

/** In a thread of its own: it takes seconds where there are many values. */
async function falseAlarms(data: object, signal: AbortSignal): Promise<KeptCertificate> {
  for await (const found of threadItems<KeptCertificate>(entry, data, { signal })) return found;
  throw new Error('The thread has counted nothing.');
}

type MetricUnit = Parameters<typeof usualExclusions>[1];

/** An attempt that was killed is repeated with the same draws. */
const seedOf = (jobId: string): number => createHash('sha256').update(jobId).digest().readUInt32BE(0);
