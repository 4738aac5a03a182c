import { categoricalBinning, mostBins, numericBinning, type Direction, type Feature } from '#libs/boosting';
import { featureCatalogue, type FeatureDefinition, type FeatureValues } from '#libs/scoring';

/** Fewer pledges of a sample say nothing of a category: it is one of the others. */
const leastOfCategory = 20;

/** A number that names a network: none of them is more than another. */
const isName = ({ type, name }: FeatureDefinition): boolean => type === 'string' || name === 'ip_asn';

/** Whether the values of a feature have an order that a model could be held to. */
export const isOrdered = (name: string): boolean => {
  const definition = featureCatalogue.find((one) => one.name === name);
  return definition !== undefined && !isName(definition);
};

/** Every feature of the catalogue that is known in the sample, with the bins of its values there. */
export function trainingFeatures(
  sample: readonly FeatureValues[],
  monotone: Readonly<Record<string, Direction>>,
): Feature[] {
  return featureCatalogue.flatMap((definition): Feature[] => {
    const { name } = definition;
    const values = sample.map((features) => features[name] ?? undefined).filter((value) => value !== undefined);
    if (values.length === 0) return [];
    if (!isName(definition))
      return [{ name, binning: numericBinning(values.map(Number), mostBins), monotone: monotone[name] }];
    const counts = new Map<string, number>();
    for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
    const frequent = new Map([...counts].filter(([, count]) => count >= leastOfCategory));
    return [{ name, binning: categoricalBinning(frequent, mostBins) }];
  });
}
