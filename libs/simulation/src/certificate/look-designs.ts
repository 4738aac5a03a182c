import { isInsufficient, sequentialDesign, type SequentialDesign } from '#libs/stats';

/** The default plan at equal looks: for each look the design of the looks taken until then. */
export function lookDesigns(looks: number): readonly SequentialDesign[] {
  const fractions = Array.from({ length: looks }, (_, index) => (index + 1) / looks);
  const whole = sequentialDesign({ alpha: 0.05, sides: 2, spending: 'obrien_fleming' }, fractions);
  if (isInsufficient(whole)) throw new Error(whole.detail);
  return fractions.map((_, index) => ({ ...whole, looks: whole.looks.slice(0, index + 1) }));
}
