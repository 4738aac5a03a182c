import { performance } from 'node:perf_hooks';
import { compileFlag, Evaluation } from '../../dist/libs/bucketing/src/index.js';

const rounds = 200;
/** Of these flags by these subjects: so few that nothing is collected while their bytes are counted. */
const [asked, subjects] = [350, 10];
const middle = (values) => values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];

/** What a flag costs without a server around it: to compile, in ms for 10,000, and to evaluate, in ns and bytes. */
export function measureEvaluation() {
  const began = performance.now();
  const flags = new Map(Array.from({ length: 10_000 }, (_, number) => compiled(number)));
  const compileMs = performance.now() - began;
  const payload = { flags, groups: new Map() };
  const keys = [...flags.keys()].slice(0, asked);
  const times = [];
  const bytes = [];
  for (let round = 0; round < rounds; round++) {
    const [before, start] = [process.memoryUsage().heapUsed, performance.now()];
    for (let subject = 0; subject < subjects; subject++) {
      const attributes = { visitor: `v_${round}_${subject}`, country: 'CA', plan: 'pro' };
      const evaluation = new Evaluation(payload, { attributes });
      for (const key of keys) evaluation.flag(key);
    }
    times.push(performance.now() - start);
    bytes.push(process.memoryUsage().heapUsed - before);
  }
  return {
    compileMs,
    nanoseconds: (middle(times) * 1e6) / (asked * subjects),
    // Where something was collected meanwhile the difference is negative.
    bytes: middle(bytes.filter((one) => one > 0)) / (asked * subjects),
  };
}

/** Of three kinds in turn: targeted, rolled out to a share, an experiment. */
function compiled(number) {
  const key = `flag_${number}`;
  const rules = [
    { condition: { country: { $in: ['US', 'CA'] }, plan: 'free' }, force: 'targeted' },
    { coverage: 0.3, hashAttribute: 'visitor', hashVersion: 2, seed: key, force: 'rolled out' },
    { key, seed: key, hashVersion: 2, hashAttribute: 'visitor', weights: [0.5, 0.5], variations: ['old', 'new'] },
  ];
  return [key, compileFlag(key, { defaultValue: 'default', rules: [rules[number % 3], rules[2]] })];
}
