import { analysed } from './file-experiment.js';

/** Analyses a file within so many bytes, and says what the whole process took at most, in bytes. */
const [path = '', memoryBytes = ''] = process.argv.slice(2);
const readout = await analysed(path, { metrics: ['spend', 'visits'], date: 'day' }, Number(memoryBytes));
process.stdout.write(JSON.stringify({ units: readout.units, peak: process.resourceUsage().maxRSS * 1_024 }));
