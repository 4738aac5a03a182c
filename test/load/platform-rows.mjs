import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engines } from './engines.mjs';
import { measureEventPaths } from './event-paths.mjs';
import { whole } from './figure.mjs';
import { measureGeo } from './geo-join.mjs';
import { measureHistoryBulk } from './history-bulk.mjs';
import { measureMixpanelLoad } from './mixpanel-load.mjs';
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

export const mixpanel = () =>
  inFolder(async (folder) => {
    const lines = 400_000;
    const { pulled, loaded, plain, plainBucket } = await measureMixpanelLoad(folder, lines);
    return [
      {
        what: 'Mixpanel’s export, from its file into the bucket',
        figure: `${whole(lines / pulled)} lines/s`,
        target: '—',
        baseline: `each line judged, given its identity, compressed and summed, by one thread; DuckDB's own read_json of the file alone: ${whole(lines / plain)}/s`,
      },
      {
        what: 'Mixpanel’s lines, from the bucket to DuckDB',
        figure: `${whole(lines / loaded)} lines/s, ${percent(plainBucket / loaded)} of read_json`,
        target: '≥ 60 % of read_json',
        baseline: `checked, each counted once; DuckDB's own read_json of the same files: ${whole(lines / plainBucket)}/s`,
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
