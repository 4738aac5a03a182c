/** A value of an answer as a table shows it: nothing for what is not there, JSON for what is no text. */
export const cellText = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** Shares and seconds to three places: the table is for reading, JSON and CSV have all of them. */
export const roundedCellText = (value: unknown): string =>
  typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(3) : cellText(value);
