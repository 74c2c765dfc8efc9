import { DOCUMENTED_ROUTES, type DocumentedRoute } from './documented-routes.ts';

export interface FoundRoute {
  readonly route: DocumentedRoute;
  /** The route's path with what the caller had in it. */
  readonly path: string;
  /** Whether it is the very route that was called: method, path and all. */
  readonly exact: boolean;
}

/** The documented route that was meant: this one, else this path with its own method, else the provider's nearest. */
export function findRoute(provider: string, method: string, target: string): FoundRoute | undefined {
  const [called = ''] = target.split(/[?#]/, 1);
  const own = DOCUMENTED_ROUTES.filter((route) => route.provider === provider);
  const there = own.flatMap((route) => {
    const path = pathFor(route.path, called);
    return path === undefined ? [] : [{ route, path }];
  });
  const exact = there.find(({ route }) => route.method === method);
  if (exact) return { ...exact, exact: true };
  const [nearest] = own
    .filter(({ path }) => !path.includes(':'))
    .sort((a, b) => sharedParts(b.path, called) - sharedParts(a.path, called));
  const found = there[0] ?? (nearest && { route: nearest, path: nearest.path });
  return found && { ...found, exact: false };
}

/** How many parts two paths have in common from the start. */
function sharedParts(path: string, other: string): number {
  const others = other.split('/');
  const parts = path.split('/');
  const differs = parts.findIndex((part, index) => part !== others[index]);
  return differs < 0 ? parts.length : differs;
}

/** What may stand for a parameter: the path goes into programs that somebody runs. */
const PARAMETER = /^[A-Za-z0-9_-]{1,64}$/;

/** The template with the caller's parameters; `undefined` where the path called is another. */
function pathFor(template: string, called: string): string | undefined {
  const wanted = template.split('/');
  const given = called.replace(/\/$/, '').split('/');
  if (template.endsWith('/')) wanted.pop();
  if (wanted.length !== given.length) return undefined;
  const parts = wanted.map((part, index) => {
    const actual = given[index] ?? '';
    if (part.startsWith(':')) return PARAMETER.test(actual) ? actual : undefined;
    // Express matches paths in either case.
    return part.toLowerCase() === actual.toLowerCase() ? part : undefined;
  });
  if (parts.includes(undefined)) return undefined;
  return parts.join('/') + (template.endsWith('/') ? '/' : '');
}
