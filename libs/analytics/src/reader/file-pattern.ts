/** Which objects a pattern means on a day: `*` is anything within a folder, `{day}` 2026-03-09, `{yyyymmdd}` 20260309. */
export interface FilePattern {
  /** What their names begin with. */
  readonly prefix: string;
  readonly matches: (name: string) => boolean;
}

/** True when a day has files of its own. */
export const isDaily = (pattern: string): boolean => /\{(day|yyyymmdd)\}/.test(pattern);

export function filePattern(pattern: string, day: string): FilePattern {
  const dated = pattern.replaceAll('{day}', day).replaceAll('{yyyymmdd}', day.replaceAll('-', ''));
  const parts = dated.split('*');
  const whole = new RegExp(`^${parts.map(literal).join('[^/]*')}$`, 'u');
  return { prefix: parts[0] ?? '', matches: (name) => whole.test(name) };
}

const literal = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
