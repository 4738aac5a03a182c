import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { CONFIG, type Config } from '#libs/config';
import { liveOnlyScopes, systemClock, type Principal, type ScopeName, type TracedPrincipal } from '#libs/contracts';
import { forbidden, unauthenticated } from '#libs/errors';
import { addressOf, publicKey, scopeKey, testKeysKey, type CallerRequest } from '#libs/http';
import { AddressWindows } from './address-windows.js';
import { keyOf, sameOrigin, sessionCookie } from './credentials.js';
import { KeyRing } from './key-ring.js';
import { KeyUse } from './key-use.js';
import { consume } from './rate.js';
import { RequestWindows } from './request-windows.js';
import { SessionService } from './session.service.js';

const refusalsPerMinute = 300;
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

interface Requirement {
  readonly scope: ScopeName | 'public';
  readonly takesTestKeys: boolean;
  /** Whoever asks is known with the request's id: what it leaves behind can be found by it. */
  readonly isTraced: boolean;
}

/** Every route is behind this: public, or with a scope that the caller's key or role has; and a test key changes nothing live. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly requirements = new WeakMap<object, Requirement>();
  private readonly requests: RequestWindows;
  private readonly clientAddresses: AddressWindows;
  private readonly refusals = new RateLimiterMemory({ points: refusalsPerMinute, duration: 60 });

  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(KeyRing) private readonly ring: KeyRing,
    @Inject(KeyUse) private readonly use: KeyUse,
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(CONFIG) config: Config,
  ) {
    this.requests = new RequestWindows(config.limits.requestsPerMinute, systemClock);
    this.clientAddresses = new AddressWindows(config.limits.clientRequestsPerAddress, systemClock);
  }

  /** A request with a key is judged at once; only a session asks the database. */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const required = this.requirementOf(context);
    if (required.scope === 'public') return true;
    const request = context.switchToHttp().getRequest<CallerRequest>();
    const key = keyOf(request);
    const principal = key === undefined ? undefined : this.ring.find(key);
    if (principal !== undefined) return this.admit(request, principal, required);
    return this.personOf(request, key !== undefined).then((person) => this.admit(request, person, required));
  }

  private admit(request: CallerRequest, principal: Principal, required: Requirement): true {
    const { scope, takesTestKeys, isTraced } = required;
    // First: what an address may not ask is not taken from the key.
    if (principal.kind === 'client') this.clientAddresses.take(addressOf(request));
    this.requests.take(principal.keyId ?? principal.id);
    if (scope !== 'public' && !principal.scopes.includes(scope))
      throw forbidden(`This needs the scope ${scope}, which ${principal.name} has not.`);
    if (!principal.live && !takesTestKeys && !safeMethods.has(request.method))
      throw forbidden('A test key changes nothing that live answers depend on; use a live key, or sign in.');
    if (!principal.live && !takesTestKeys && scope !== 'public' && liveOnlyScopes.has(scope))
      throw forbidden('This is read from what is live; use a live key, or sign in.');
    const traced: TracedPrincipal = isTraced ? { ...principal, requestId: request.id } : principal;
    request.principal = traced;
    if (principal.keyId !== undefined) this.use.count(principal.keyId);
    return true;
  }

  private async personOf(request: CallerRequest, hasKey: boolean): Promise<Principal> {
    if (hasKey) {
      await consume(this.refusals, addressOf(request));
      throw unauthenticated('This key is unknown, expired or revoked.');
    }
    const token = request.cookies[sessionCookie];
    const person = token === undefined ? undefined : await this.sessions.find(token);
    if (person === undefined) {
      await consume(this.refusals, addressOf(request));
      throw unauthenticated('Sign in, or send a key as `Authorization: Bearer …`.');
    }
    // A link from elsewhere brings no Origin, and only shows a page; a script does.
    const harmless = safeMethods.has(request.method) && request.headers.origin === undefined;
    if (!harmless && !sameOrigin(request)) throw forbidden('A session is good for pages of this origin only.');
    return person;
  }

  private requirementOf(context: ExecutionContext): Requirement {
    const handler = context.getHandler();
    const known = this.requirements.get(handler);
    if (known !== undefined) return known;
    const places = [handler, context.getClass()];
    const scope: Requirement['scope'] | undefined = this.reflector.getAllAndOverride<boolean>(publicKey, places)
      ? 'public'
      : this.reflector.getAllAndOverride<ScopeName | undefined>(scopeKey, places);
    if (scope === undefined) throw new Error(`${context.getClass().name}.${handler.name} names no scope.`);
    const takesTestKeys = this.reflector.getAllAndOverride<boolean | undefined>(testKeysKey, places) === true;
    const isTraced = !scope.endsWith(':evaluate');
    const found = { scope, takesTestKeys, isTraced };
    this.requirements.set(handler, found);
    return found;
  }
}
