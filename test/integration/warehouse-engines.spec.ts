import { describe, it } from '@jest/globals';
import { warehouseConformance } from '../../libs/warehouse/testing/conformance.js';
import { importConformance } from '../../libs/warehouse/testing/importing.js';
import { stoppingConformance } from '../../libs/warehouse/testing/stopping.js';
import { engines } from '../support/engines.js';
import { redshiftCluster } from '../support/redshift.js';

for (const { name, make } of engines) {
  warehouseConformance(name, make);
  stoppingConformance(name, make);
  importConformance(name, make);
}

if (redshiftCluster === undefined)
  describe.skip('Redshift as the warehouse (REDSHIFT_TEST_URL names no cluster)', () =>
    it('waits for one', () => undefined));
