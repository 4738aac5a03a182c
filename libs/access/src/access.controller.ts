import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  auditQuerySchema,
  keyRotationSchema,
  newKeySchema,
  newPersonSchema,
  personChangeSchema,
  signInSchema,
  type AuditQuery,
  type AuditView,
  type KeyMade,
  type KeyRotated,
  type KeyRotation,
  type KeyView,
  type NewKey,
  type NewPerson,
  type PersonChange,
  type PersonView,
  type Principal,
  type SessionView,
  type SignIn,
  type TracedPrincipal,
} from '#libs/contracts';
import { CONFIG, type Config } from '#libs/config';
import { addressOf, Caller, Public, Scope, Summary, TestKeys } from '#libs/http';
import { z } from 'zod';
import { Audit } from './audit.js';
import { sameOrigin, sessionCookie } from './credentials.js';
import { forbidden } from '#libs/errors';
import { KeyService } from './key.service.js';
import { PeopleService } from './people.service.js';
import { SessionService } from './session.service.js';

const id = z.uuid();

@Controller('v1')
export class AccessController {
  constructor(
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(PeopleService) private readonly people: PeopleService,
    @Inject(KeyService) private readonly keys: KeyService,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Summary('Sign in and get a session cookie')
  @Post('session')
  @HttpCode(200)
  async signIn(
    @Body({ schema: signInSchema }) body: SignIn,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Principal> {
    if (!sameOrigin(request)) throw forbidden('Sign in from a page of this origin.');
    const { token, expiresAt, principal } = await this.sessions.signIn(body, addressOf(request));
    const secure = request.protocol === 'https';
    void reply.setCookie(sessionCookie, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure,
      expires: expiresAt,
    });
    return principal;
  }

  @Public()
  @Summary('Tell who is signed in')
  @Get('session')
  async session(@Req() request: FastifyRequest): Promise<SessionView> {
    const token = request.cookies[sessionCookie];
    const person = token === undefined ? undefined : await this.sessions.find(token);
    return { person: person ?? null, company_currency: this.config.companyCurrency };
  }

  @Public()
  @Summary('Sign out')
  @Delete('session')
  @HttpCode(204)
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    if (!sameOrigin(request)) throw forbidden('Sign out from a page of this origin.');
    const token = request.cookies[sessionCookie];
    if (token !== undefined) await this.sessions.signOut(token);
    void reply.clearCookie(sessionCookie, { path: '/' });
  }

  @Scope('experiments:read')
  @Summary('Tell whom this key or session stands for')
  @Get('me')
  me(@Caller() { requestId: _, ...caller }: TracedPrincipal): Principal {
    return caller;
  }

  @Scope('people:write')
  @Summary('List the people')
  @Get('people')
  listPeople(): Promise<PersonView[]> {
    return this.people.list();
  }

  @Scope('people:write')
  @Summary('Add a person')
  @Post('people')
  addPerson(@Body({ schema: newPersonSchema }) body: NewPerson, @Caller() caller: Principal): Promise<{ id: string }> {
    return this.people.add(body, caller);
  }

  @Scope('people:write')
  @Summary('Change what a person may do, or disable them')
  @Patch('people/:id')
  changePerson(
    @Param('id', { schema: id }) personId: string,
    @Body({ schema: personChangeSchema }) body: PersonChange,
    @Caller() caller: Principal,
  ): Promise<PersonView> {
    return this.people.change(personId, body, caller);
  }

  @Scope('experiments:read')
  @Summary('List keys: one’s own, or everybody’s for an admin')
  @Get('keys')
  listKeys(@Caller() caller: Principal): Promise<KeyView[]> {
    return this.keys.list(caller);
  }

  @Scope('experiments:read')
  @TestKeys()
  @Summary('Make a key; its token is shown only here')
  @Post('keys')
  addKey(@Body({ schema: newKeySchema }) body: NewKey, @Caller() caller: Principal): Promise<KeyMade> {
    return this.keys.add(body, caller);
  }

  @Scope('experiments:read')
  @Summary('Make a key’s successor; the old one still works for a while')
  @Post('keys/:id/rotate')
  rotateKey(
    @Param('id', { schema: id }) keyId: string,
    @Body({ schema: keyRotationSchema }) body: KeyRotation,
    @Caller() caller: Principal,
  ): Promise<KeyRotated> {
    return this.keys.rotate(keyId, body, caller);
  }

  @Scope('experiments:read')
  @Summary('Revoke a key')
  @Delete('keys/:id')
  @HttpCode(204)
  revokeKey(@Param('id', { schema: id }) keyId: string, @Caller() caller: Principal): Promise<void> {
    return this.keys.revoke(keyId, caller);
  }

  @Scope('audit:read')
  @Summary('Read who did what, newest first')
  @Get('audit')
  listAudit(@Query({ schema: auditQuerySchema }) query: AuditQuery): Promise<AuditView[]> {
    return this.audit.list(query);
  }
}
