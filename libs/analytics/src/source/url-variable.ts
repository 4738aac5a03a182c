/** The environment variable with what connects to a source: the secret is nowhere else. */
export const urlVariable = (key: string): string => `SOURCE_${key.toUpperCase()}_URL`;
