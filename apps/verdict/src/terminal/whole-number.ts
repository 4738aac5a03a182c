import { InvalidArgumentError } from 'commander';

/** What reads an option that is a whole number, of one at least unless said. */
export const wholeNumber =
  (least = 1) =>
  (text: string): number => {
    const number = Number(text);
    if (!/^\d{1,9}$/.test(text) || number < least)
      throw new InvalidArgumentError(`It takes a whole number, ${least} at least.`);
    return number;
  };
