/** How pieces of text are marked on a terminal; elsewhere they are as they were. */
export interface Palette {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly alarm: (text: string) => string;
  readonly warning: (text: string) => string;
}

const same = (text: string): string => text;
const marked =
  (on: number, off: number) =>
  (text: string): string =>
    `\u001b[${on}m${text}\u001b[${off}m`;

const plain: Palette = { strong: same, faint: same, alarm: same, warning: same };
const coloured: Palette = {
  strong: marked(1, 22),
  faint: marked(2, 22),
  alarm: marked(31, 39),
  warning: marked(33, 39),
};

/** Colours only where a person looks; the stream itself asks NO_COLOR and what the terminal can. */
export const paletteFor = (stream: {
  readonly isTTY?: boolean;
  readonly hasColors?: (count?: number) => boolean;
}): Palette => (stream.isTTY === true && stream.hasColors?.() === true ? coloured : plain);
