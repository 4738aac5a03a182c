import { contextLimits } from '#libs/contracts';

/** The attribute with which attributes became too large, and the rule that it broke. */
export interface SizeProblem {
  readonly attribute: string;
  readonly rule: 'size' | 'length' | 'depth';
  readonly detail: string;
}

type Broken = Omit<SizeProblem, 'attribute'>;

interface Size {
  values: number;
  characters: number;
}

/** What of a subject's attributes is more than `contextLimits` allow: all of them are walked through once for each flag. */
export function sizeProblem(attributes: Readonly<Record<string, unknown>>): SizeProblem | undefined {
  const size = { values: 0, characters: 0 };
  for (const name in attributes) {
    const broken = measureText(name, size) ?? measure(attributes[name], 1, size);
    if (broken !== undefined) return { attribute: name.slice(0, contextLimits.name), ...broken };
  }
  return undefined;
}

/** Adds what a value holds. @returns the rule that it breaks, and how */
function measure(value: unknown, depth: number, size: Size): Broken | undefined {
  size.values += 1;
  if (size.values > contextLimits.values)
    return { rule: 'size', detail: `at most ${contextLimits.values} values in all, this one included` };
  if (typeof value === 'string') return measureText(value, size);
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > contextLimits.depth)
    return { rule: 'depth', detail: `at most ${contextLimits.depth} lists and objects within one another` };
  const isList = Array.isArray(value);
  for (const [name, part] of Object.entries(value)) {
    const broken = (isList ? undefined : measureText(name, size)) ?? measure(part, depth + 1, size);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

function measureText({ length }: string, size: Size): Broken | undefined {
  size.characters += length;
  if (length > contextLimits.text) return { rule: 'length', detail: `at most ${contextLimits.text} characters` };
  return size.characters > contextLimits.characters
    ? { rule: 'size', detail: `at most ${contextLimits.characters} characters in all, these included` }
    : undefined;
}
