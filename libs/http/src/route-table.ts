interface Route {
  readonly parts: readonly string[];
  readonly methods: readonly string[];
}

/** Which methods a path answers to: for the answers to other ones. Filled as routes are declared, asked only for those. */
export class RouteTable {
  private readonly routes: Route[] = [];

  /** A route as Fastify's `onRoute` tells it; one that takes every path says nothing about any. */
  note({ method, url }: { readonly method: string | readonly string[]; readonly url: string }): void {
    if (!url.includes('*')) this.routes.push({ parts: url.split('/'), methods: [method].flat() });
  }

  /** Sorted, without repeats; empty where nothing is. */
  methodsAt(url: string): string[] {
    const parts = (url.split('?', 1)[0] ?? '').split('/');
    const found = this.routes.filter((route) => matches(route.parts, parts)).flatMap(({ methods }) => methods);
    return [...new Set(found)].toSorted();
  }
}

const matches = (route: readonly string[], path: readonly string[]): boolean =>
  route.length === path.length && route.every((part, index) => part === path[index] || isParameter(part, path[index]));

const isParameter = (part: string, given: string | undefined): boolean =>
  part.startsWith(':') && given !== undefined && given !== '';
