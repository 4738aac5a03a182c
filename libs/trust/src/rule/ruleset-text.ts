import { parseDocument, stringify } from 'yaml';
import { rulesetDocumentSchema, type RulesetDocument } from '#libs/contracts';
import { invalid } from '#libs/errors';

/** As YAML: the same rules give the same text, so that a difference in it is a difference of theirs. */
export const rulesetText = (document: RulesetDocument): string => stringify(document, { lineWidth: 0 });

/**
 * Reads it back. Aliases are refused: a short text of them can be an endless document.
 * @throws VerdictError `invalid` with the line, or with a pointer into the document
 */
export function parseRuleset(text: string): RulesetDocument {
  const parsed = parseDocument(text, { maxAliasCount: 0 } as object);
  const [error] = parsed.errors;
  if (error !== undefined) throw notYaml(error.message.split('\n')[0] ?? 'it cannot be read');
  let value: unknown;
  try {
    value = parsed.toJS({ maxAliasCount: 0 });
  } catch (failure) {
    throw notYaml(failure instanceof Error ? failure.message : 'it cannot be read');
  }
  const read = rulesetDocumentSchema.safeParse(value);
  if (read.success) return read.data;
  const problems = read.error.issues.slice(0, 50).map(({ path, code, message }) => ({
    pointer: `/yaml/${path.join('/')}`,
    rule: code,
    detail: message,
  }));
  throw invalid(`The text is no ruleset: ${problems[0]?.pointer ?? ''} ${problems[0]?.detail ?? ''}.`, problems);
}

const notYaml = (detail: string) => invalid('The text is no YAML.', [{ pointer: '/yaml', rule: 'yaml', detail }]);
