/**
 * The place of a variation that a page's URL asks for, null where it asks for none: `?experiment=1`.
 *
 * Source: the GrowthBook SDK specification, `getQueryStringOverride`.
 *
 * @example queryOverride('my-test', 'http://example.com?my-test=1#foo', 2) // 1
 */
export function queryOverride(experiment: string, url: string, count: number): number | null {
  const query = url.split('?')[1]?.replace(/#.*/, '') ?? '';
  for (const pair of query.split('&')) {
    const [name, value = ''] = pair.split('=', 2);
    if (name !== experiment) continue;
    const place = Number.parseInt(value, 10);
    return place >= 0 && place < count ? place : null;
  }
  return null;
}
