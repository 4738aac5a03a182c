import { sentenceOf } from './plain-error.js';
import { newProgram } from './program.js';

try {
  await newProgram().parseAsync();
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 1;
}
