import { rulesIn, type RouteRules } from './decorators.js';

interface Route {
  readonly parts: readonly string[];
  readonly methods: readonly string[];
  readonly rules: RouteRules;
}

/** A route as Fastify's `onRoute` tells it. */
interface Declared {
  readonly method: string | readonly string[];
  readonly url: string;
  readonly config?: object;
}

/** Which methods a path answers to: for the answers to other ones. Filled as routes are declared, asked only for those. */
export class RouteTable {
  private readonly routes: Route[] = [];

  /** One that takes every path says nothing about any. */
  note({ method, url, config = {} }: Declared): void {
    if (!url.includes('*'))
      this.routes.push({ parts: url.split('/'), methods: [method].flat(), rules: rulesIn(config) });
  }

  /** Sorted, without repeats; empty where nothing is. */
  methodsAt(url: string): string[] {
    return [...new Set(this.at(url).flatMap(({ methods }) => methods))].toSorted();
  }

  /** Those of the route that a request means, though it may be refused before it is there. */
  rulesAt(method: string, url: string): RouteRules {
    return this.at(url).find(({ methods }) => methods.includes(method))?.rules ?? {};
  }

  /** The methods by which pages of other origins may ask; sorted, without repeats. */
  crossOriginMethodsAt(url: string): string[] {
    const found = this.at(url).flatMap(({ methods, rules }) => (rules.crossOrigin === true ? methods : []));
    return [...new Set(found)].toSorted();
  }

  private at(url: string): Route[] {
    const parts = (url.split('?', 1)[0] ?? '').split('/');
    return this.routes.filter((route) => matches(route.parts, parts));
  }
}

const matches = (route: readonly string[], path: readonly string[]): boolean =>
  route.length === path.length && route.every((part, index) => part === path[index] || isParameter(part, path[index]));

const isParameter = (part: string, given: string | undefined): boolean =>
  part.startsWith(':') && given !== undefined && given !== '';
