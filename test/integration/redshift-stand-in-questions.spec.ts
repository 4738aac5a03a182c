import { afterAll, beforeAll } from '@jest/globals';
import { askingConformance } from '../../libs/warehouse/testing/asking.js';
import { redshiftOn } from '../support/redshift.js';
import { startRedshiftStandIn, type StandIn } from '../support/redshift-stand-in.js';

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startRedshiftStandIn();
});
afterAll(() => standIn.close());

askingConformance('what stands in for Redshift', () => redshiftOn(standIn.cluster));
