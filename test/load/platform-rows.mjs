import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureAggregate } from './aggregate.mjs';
import { engines } from './engines.mjs';
import { measureEventPaths } from './event-paths.mjs';
import { whole } from './figure.mjs';
import { measureGeo } from './geo-join.mjs';
import { measureHistoryBulk } from './history-bulk.mjs';
import { measureMixpanelLoad } from './mixpanel-load.mjs';
import { measureStatistics } from './statistics.mjs';
import { measureWarehouseLoad } from './warehouse-load.mjs';

// What stands on the built product without running it whole: parts of the bench, each with its rows.

const gibibyte = 1_024 ** 3;
const percent = (share) => `${(share * 100).toFixed(0)} %`;

export const warehouse = () =>
  inFolder(async (folder) => {
    const { perSecond, plainPerSecond } = await measureWarehouseLoad(folder, 500_000);
    return [
      {
        what: 'Loading events into DuckDB',
        figure: `${whole(perSecond)} events/s, ${percent(perSecond / plainPerSecond)} of read_json`,
        target: '≥ 100,000 events/s, ≥ 60 % of read_json',
        baseline: `from the buckets; DuckDB's own read_json of the same files: ${whole(plainPerSecond)}/s`,
      },
    ];
  });

export function stats() {
  const { rows, milliseconds, plain } = measureStatistics();
  return [
    {
      what: `Statistics of ${whole(rows)} metric rows, all methods`,
      figure: `${(milliseconds / 1_000).toFixed(2)} s, ${whole(milliseconds / plain)} times Welch’s alone`,
      target: '< 1 s',
      baseline: `a bare loop of Welch’s test over the same rows: ${plain.toFixed(1)} ms`,
    },
  ];
}

export const mixpanel = () =>
  inFolder(async (folder) => {
    const lines = 400_000;
    const { pulled, loaded, plain, plainBucket } = await measureMixpanelLoad(folder, lines);
    const both = { clock: pulled.clock + loaded.clock, cpu: pulled.cpu + loaded.cpu };
    const rate = ({ clock }) => whole(lines / clock);
    const ofPlain = (base, ours) =>
      `${percent(base.clock / ours.clock)} of read_json (${percent(base.cpu / ours.cpu)} by CPU)`;
    return [
      {
        what: 'Mixpanel’s export, from its file to DuckDB',
        figure: `${rate(both)} lines/s, ${ofPlain(plain, both)}: pulled into the bucket ${rate(pulled)}/s, loaded from there ${rate(loaded)}/s`,
        target: '≥ 60 % of read_json',
        baseline: `DuckDB's own read_json of the same file: ${rate(plain)}/s; it judges no line, gives it no identity, looks for no repeat`,
      },
      {
        what: 'Mixpanel’s lines, from the bucket to DuckDB',
        figure: `${rate(loaded)} lines/s, ${ofPlain(plainBucket, loaded)}`,
        target: '≥ 60 % of read_json',
        baseline: `checked, each counted once; DuckDB's own read_json of the same files: ${rate(plainBucket)}/s`,
      },
    ];
  });

export async function geography() {
  const rows = [];
  for (const [engine, open] of Object.entries(engines))
    for (const ranges of [334_000, 3_000_000])
      await inFolder(async (folder) => {
        const { explode, join: joined, byCountry } = await measureGeo(open, folder, ranges);
        rows.push({
          what: `A million events and ${whole(ranges)} ranges of addresses, ${engine}`,
          figure: `exploded in ${explode.toFixed(1)} s, joined in ${joined.toFixed(2)} s, by country in ${byCountry.toFixed(2)} s`,
          target: engine === 'PostgreSQL' && ranges > 1_000_000 ? '< 60 s, < 5 s joined' : '< 60 s, < 1 s joined',
          baseline: 'all ranges in one transaction, with the query that proves that none overlap',
        });
      });
  return rows;
}

export const aggregate = ({ aggregateUnits }) =>
  inFolder(async (folder) => {
    const [units, facts] = [aggregateUnits, aggregateUnits * 10];
    const { ours, best, day } = await measureAggregate(folder, { units, facts, memoryBytes: 8 * gibibyte });
    return [
      {
        what: `Ten metrics of ${whole(units)} units over ${whole(facts)} rows of facts, read whole`,
        figure: `${ours.toFixed(1)} s of CPU, ${(ours / best).toFixed(2)} times the query by hand`,
        target: '≤ 1.3 times',
        baseline: `by hand for DuckDB, which keeps nothing: ${best.toFixed(1)} s of CPU`,
      },
      {
        what: 'The same after one more day of sixty',
        figure: `${day.toFixed(2)} s of CPU, ${percent(day / ours)} of the whole`,
        target: '≤ 10 %',
        baseline:
          'what has changed is found, read, and added to what is known; the answer is the same to the last digit',
      },
    ];
  });

/** Both read all events twice and sort the few that follow a start: the time grows with the events. */
export const paths = ({ pathEvents }) =>
  inFolder(async (folder) => {
    const { ours, hand, memory } = await measureEventPaths(folder, pathEvents, 2 * gibibyte);
    const extrapolated = (ours * 2e9) / pathEvents / 60;
    return [
      {
        what: `Three-step paths over ${whole(pathEvents)} events`,
        figure: `${ours.toFixed(2)} s, ${(ours / hand).toFixed(2)} times the query by hand, ${(memory / gibibyte).toFixed(1)} GiB of memory`,
        target: '≤ 1.2 times, bounded memory',
        baseline: `by hand for DuckDB, both with 2 threads and 2 GiB for its data: ${hand.toFixed(2)} s; 2 billion events at this rate: ${extrapolated.toFixed(0)} min`,
      },
    ];
  });

export async function history() {
  const url = process.env.ELASTICSEARCH_URL || process.env.TEST_ELASTICSEARCH_URL;
  if (!url) {
    console.log('Without the event history in Elasticsearch: set ELASTICSEARCH_URL to measure it.');
    return [];
  }
  return inFolder(async (folder) => {
    const { perSecond, plainPerSecond } = await measureHistoryBulk(url, folder, 50_000);
    return [
      {
        what: 'Event history: buckets to Elasticsearch',
        figure: `${whole(perSecond)} documents/s, ${percent(perSecond / plainPerSecond)} of bare`,
        target: '≥ 70 % of bare',
        baseline: `bare bulk loop of the same documents: ${whole(plainPerSecond)}/s`,
      },
    ];
  });
}

async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
