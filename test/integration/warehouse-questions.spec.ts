import { askingConformance } from '../../libs/warehouse/testing/asking.js';
import { engines } from '../support/engines.js';

for (const { name, make } of engines) askingConformance(name, make);
