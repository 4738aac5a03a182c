import { Audit } from '#libs/access';
import { ImportService } from '#libs/analytics';
import { importMappingSchema, systemClock, type ImportKind } from '#libs/contracts';
import { SnapshotBuckets } from '#libs/events';
import { importingAnalyst, pledgeHeader, pledgeLines, pledgeMapping, timeAt } from '../imports.js';
import { SourceTest } from '../sources.js';
import type { KilledJobs } from './scene.js';

const dayMs = 86_400_000;
const events = 25_000;
const pledges = 2_500;
const outcomes = 1_500;
const abandoned = 60;

/** A company's own files; and what removes that which pulls that were cut short have left. */
export const importJobs: KilledJobs = {
  name: 'imports files and cleans up',
  jobs: ['import_events', 'import_pledges', 'source_cleanup'],
  make: async () => {
    const sources = await SourceTest.start(new Date().toISOString().slice(0, 10));
    const { database } = sources.test;
    const imports = new ImportService(database, sources.jobs, new Audit(database, systemClock), systemClock);
    const ask = async (kind: ImportKind, head: string, lines: readonly string[], mapping: object): Promise<string> => {
      sources.file(`${kind}.csv`, `${[head, ...lines].join('\n')}\n`);
      const path = `${sources.folder}/${kind}.csv`;
      const answer = await imports.create(
        { kind, path, mapping: importMappingSchema.parse(mapping) },
        importingAnalyst,
      );
      return answer.import.job_id ?? '';
    };
    await leaveBatches(sources);
    const cleanup = await sources.jobs.submit({ name: 'source_cleanup', payload: {}, createdBy: 'system' });
    const money = { set: { currency: 'USD' }, amount_unit: 'major' };
    return {
      sources,
      rounds: [
        [
          await ask('events', 'event,distinct_id,time,insert_id,colour', eventLines(), {}),
          await ask('pledges', pledgeHeader, labelledLines(), pledgeMapping),
        ],
        [await ask('outcomes', 'pledge_id,outcome,occurred_at,known_at,amount', outcomeLines(), money), cleanup.id],
      ],
      close: () => sources.close(),
    };
  },
};

/** Some of them in the middle have no time. */
const eventLines = (): string[] =>
  Array.from({ length: events }, (_, index) => {
    const time = index % 5_000 === 4_999 ? '' : timeAt(index / 60);
    return `Page View,v${index % 700},${time},e${index},red`;
  });

/** Labels that touch no other pledge: those of frauds have pledges judged again, which crash-late-rescore.spec.ts kills. */
const labelledLines = (): string[] => pledgeLines('p', pledges).map((line) => line.replace(/fraud$/, 'not_fraud'));

const outcomeLines = (): string[] =>
  Array.from(
    { length: outcomes },
    (_, index) => `p-${index},collected,${timeAt(1_200 + (index % 100))},${timeAt(1_400 + (index % 7))},${index}.50`,
  );

/** Three days ago, as by pulls whose jobs are over. */
async function leaveBatches({ test, pipeline }: SourceTest): Promise<void> {
  const then = { now: () => Date.now() - 3 * dayMs };
  const buckets = new SnapshotBuckets(test.database, pipeline.objects, then);
  const day = new Date(then.now()).toISOString().slice(0, 10);
  for (let batch = 0; batch < abandoned; batch++) {
    const snapshot = {
      source: 'shop',
      table: `t${batch % 5}`,
      day,
      columns: [{ name: 'id', type: 'integer' }],
      key: ['id'],
      mode: 'full',
      retention_days: 30,
      entity: null,
    } as const;
    await buckets.stage(`pull-old${batch}-1`, snapshot, ['{"id":1}']);
  }
}
