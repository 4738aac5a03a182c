/** How usual a value is; a percentile is of lower ones. Cut, not rounded: 99.97 % are not all. */
export function percentileWords(percentile: number): string {
  if (percentile === 100) return 'higher than in all recent pledges';
  if (percentile === 0) return 'no recent pledge has less';
  const digits = percentile > 99 || percentile < 1 ? 10 : 1;
  const share = percentile < 0.1 ? 'hardly any' : `${Math.floor(percentile * digits) / digits}\u202f% of`;
  return `higher than in ${share} recent pledges`;
}
