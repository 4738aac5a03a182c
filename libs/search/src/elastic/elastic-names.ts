/** Names of one installation's indices in a cluster that others may share. */
export class ElasticNames {
  /** What questions go to. */
  readonly alias: string;
  readonly pattern: string;

  /** @param prefix lower-case letters, digits, `-` and `_` */
  constructor(prefix: string) {
    this.alias = `${prefix}-history`;
    this.pattern = `${this.alias}-*`;
  }

  /** Of a generation all months: `verdict-history-000001-*`. */
  generation(generation: number): string {
    return `${this.alias}-${String(generation).padStart(6, '0')}-*`;
  }

  /** Of a generation one month: `verdict-history-000001-2026.07`. */
  month(generation: number, month: string): string {
    return this.generation(generation).replace('*', month.replace('-', '.'));
  }

  /** What a month is written to by: a bulk that asks for an alias never makes an index that was lost. */
  writeAlias(index: string): string {
    return `${index}-write`;
  }

  /** Undefined for an index that is none of ours. */
  parse(index: string): { readonly generation: number; readonly month: string } | undefined {
    if (!index.startsWith(`${this.alias}-`)) return undefined;
    const [, generation, year, month] = /^(\d{6})-(\d{4})\.(\d{2})$/.exec(index.slice(this.alias.length + 1)) ?? [];
    return generation === undefined ? undefined : { generation: Number(generation), month: `${year}-${month}` };
  }
}
