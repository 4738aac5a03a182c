/**
 * An attribute's value as DynamoDB writes it: one field that names its type, as in {"N": "1"}.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
 */
type Attribute = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Attribute =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The attribute of that name; of `a.b`, where there is none so called, the entry b of the map a. */
export function attributeOf(item: Attribute, name: string): unknown {
  if (Object.hasOwn(item, name)) return item[name];
  let value: unknown = { M: item };
  for (const part of name.split('.')) {
    const map: unknown = isObject(value) ? value['M'] : undefined;
    if (!isObject(map) || !Object.hasOwn(map, part)) return undefined;
    value = map[part];
  }
  return value;
}

/** Its text: numbers as they are written, bytes as base64, lists, maps and sets as JSON; null for NULL and what is absent. */
export function attributeText(value: unknown): string | null {
  if (!isObject(value)) return null;
  const [[type, content] = []] = Object.entries(value);
  if (type === undefined || type === 'NULL') return null;
  if (type === 'S' || type === 'N' || type === 'B' || type === 'BOOL') return String(content);
  return jsonOf(value);
}

/** A number's digits stay as they are: JSON has no limit to them. */
function jsonOf(value: unknown): string {
  if (!isObject(value)) return 'null';
  const [[type, content] = []] = Object.entries(value);
  const list = (of: (one: unknown) => string): string =>
    Array.isArray(content) ? `[${content.map(of).join(',')}]` : 'null';
  switch (type) {
    case 'N':
      return numberOf(content);
    case 'S':
    case 'B':
    case 'BOOL':
      return JSON.stringify(content);
    case 'NS':
      return list(numberOf);
    case 'SS':
    case 'BS':
      return list((one) => JSON.stringify(one));
    case 'L':
      return list(jsonOf);
    case 'M':
      if (!isObject(content)) return 'null';
      return `{${Object.entries(content)
        .map(([name, one]) => `${JSON.stringify(name)}:${jsonOf(one)}`)
        .join(',')}}`;
    default:
      return 'null';
  }
}

const numberOf = (content: unknown): string =>
  /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(String(content)) ? String(content) : JSON.stringify(content);
