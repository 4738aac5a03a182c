import Sequencer from '@jest/test-sequencer';

/** What takes minutes, what starts a product, what has real stores; then the pure ones, of a second each. */
const kinds = [/\/e2e\/(kills|crash)/, /\/e2e\//, /\/integration\/|\/s3-store\.|\/uniformity\./];

const kindOf = ({ path }) => {
  const kind = kinds.findIndex((pattern) => pattern.test(path));
  return kind === -1 ? kinds.length : kind;
};

/**
 * Long suites first, so that no worker is left alone with one at the end. Where nothing has run before, Jest goes by the size
 * of a file, and the suites that kill are of four lines.
 */
export default class LongFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).toSorted((left, right) => kindOf(left) - kindOf(right));
  }
}
