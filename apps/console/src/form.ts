/** The texts of a form's fields by name, trimmed; empty ones and files are left out. */
export function textsOf(form: HTMLFormElement): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) {
    const text = typeof value === 'string' ? value.trim() : '';
    if (text !== '') texts[name] = text;
  }
  return texts;
}
