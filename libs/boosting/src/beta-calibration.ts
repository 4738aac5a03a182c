import type { Calibration } from './calibration-kind.js';
import { sigmoid, softplus } from './losses.js';

/** Coefficients of ln p, of −ln(1 − p), and the constant. */
type Coefficients = readonly [a: number, b: number, c: number];

const mostSteps = 100;

/**
 * Beta calibration: logistic regression of the labels on ln p and −ln(1 − p), by Newton's method with halved steps. Where a
 * coefficient would be negative, which would turn the order round, it is left out and the others are fitted again.
 *
 * Source: Kull, Silva Filho & Flach, Beta calibration, AISTATS (2017), algorithm 1.
 */
export function fitBeta(logOdds: Float64Array, labels: Uint8Array): Calibration {
  let [a, b, c] = newton(logOdds, labels, [true, true, true]);
  if (a < 0) [a, b, c] = newton(logOdds, labels, [false, true, true]);
  else if (b < 0) [a, b, c] = newton(logOdds, labels, [true, false, true]);
  return { kind: 'beta', a: Math.max(a, 0), b: Math.max(b, 0), c };
}

function newton(logOdds: Float64Array, labels: Uint8Array, free: readonly boolean[]): Coefficients {
  let at: Coefficients = [free[0] === true ? 1 : 0, free[1] === true ? 1 : 0, 0];
  let loss = lossAt(logOdds, labels, at);
  for (let step = 0; step < mostSteps; step++) {
    const direction = directionAt(logOdds, labels, at, free);
    let [size, next, nextLoss] = [1, at, loss];
    for (; size > 1e-10; size /= 2) {
      next = [at[0] + size * direction[0], at[1] + size * direction[1], at[2] + size * direction[2]];
      nextLoss = lossAt(logOdds, labels, next);
      if (nextLoss < loss) break;
    }
    if (!(loss - nextLoss > 1e-12 * loss)) break;
    [at, loss] = [next, nextLoss];
  }
  return at;
}

const inputsOf = (x: number): Coefficients => [-softplus(-x), softplus(x), 1];

function lossAt(logOdds: Float64Array, labels: Uint8Array, [a, b, c]: Coefficients): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    const score = b * softplus(logOdds[row]!) - a * softplus(-logOdds[row]!) + c;
    sum += softplus(labels[row] === 1 ? -score : score);
  }
  return sum;
}

/** Newton's step, of the free coefficients alone. */
function directionAt(
  logOdds: Float64Array,
  labels: Uint8Array,
  [a, b, c]: Coefficients,
  free: readonly boolean[],
): Coefficients {
  const gradient = [0, 0, 0];
  const hessian: number[][] = [
    [1e-9, 0, 0],
    [0, 1e-9, 0],
    [0, 0, 1e-9],
  ];
  for (let row = 0; row < labels.length; row++) {
    const inputs = inputsOf(logOdds[row]!);
    const probability = sigmoid(a * inputs[0] + b * inputs[1] + c);
    const weight = probability * (1 - probability);
    for (let one = 0; one < 3; one++) {
      gradient[one]! += (labels[row]! - probability) * inputs[one]!;
      for (let other = 0; other < 3; other++) hessian[one]![other]! += weight * inputs[one]! * inputs[other]!;
    }
  }
  for (let one = 0; one < 3; one++) {
    if (free[one] === true) continue;
    gradient[one] = 0;
    for (let other = 0; other < 3; other++) hessian[one]![other] = hessian[other]![one] = one === other ? 1 : 0;
  }
  return solve(hessian, gradient);
}

/** Three linear equations by Cramer's rule. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): Coefficients {
  const whole = determinant(matrix);
  const replaced = (column: number): number =>
    determinant(matrix.map((row, at) => row.map((value, place) => (place === column ? right[at]! : value)))) / whole;
  return [replaced(0), replaced(1), replaced(2)];
}

const determinant = (m: readonly (readonly number[])[]): number =>
  m[0]![0]! * (m[1]![1]! * m[2]![2]! - m[1]![2]! * m[2]![1]!) -
  m[0]![1]! * (m[1]![0]! * m[2]![2]! - m[1]![2]! * m[2]![0]!) +
  m[0]![2]! * (m[1]![0]! * m[2]![1]! - m[1]![1]! * m[2]![0]!);
