import { expect, it } from '@jest/globals';
import { jobPayloads } from '#libs/contracts';
import { historyJobs } from '../support/kills/history-scene.js';
import { importJobs } from '../support/kills/import-scene.js';
import { policyJobs } from '../support/kills/policy-scene.js';
import { pullJobs } from '../support/kills/pull-scene.js';
import { sparedJobs } from '../support/kills/spared-jobs.js';
import { warehouseJobs } from '../support/kills/warehouse-scene.js';

it('every job is killed, or it is said why not', () => {
  const killed = [pullJobs, importJobs, policyJobs, warehouseJobs, historyJobs()].flatMap(({ jobs }) => jobs);
  expect([...killed, ...Object.keys(sparedJobs)].toSorted()).toEqual(Object.keys(jobPayloads).toSorted());
});
