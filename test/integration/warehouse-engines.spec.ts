import { warehouseConformance } from '../../libs/warehouse/testing/conformance.js';
import { stoppingConformance } from '../../libs/warehouse/testing/stopping.js';
import { engines } from '../support/engines.js';

for (const { name, make } of engines) {
  warehouseConformance(name, make);
  stoppingConformance(name, make);
}
