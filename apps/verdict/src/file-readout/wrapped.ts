/** Lines of at most so many characters, broken between words; a word that is longer is broken, too. */
export function wrapped(text: string, width: number, mark = ''): string[] {
  const indent = ' '.repeat(mark.length);
  const room = Math.max(1, width - mark.length);
  const lines: string[] = [];
  let line = '';
  for (const word of text
    .replaceAll(belongs, held)
    .split(' ')
    .flatMap((one) => pieces(one, room))) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((one, index) => `${index === 0 ? mark : indent}${one.replaceAll(held, ' ')}`);
}

/** A space that no line ends at: before a percent sign, after a less-than sign. */
const belongs = / (?=%)|(?<=<) /g;
const held = '\u00a0';

const pieces = (word: string, room: number): string[] =>
  word.length <= room ? [word] : [word.slice(0, room), ...pieces(word.slice(room), room)];
