import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  auditQuerySchema,
  newKeySchema,
  newPersonSchema,
  personChangeSchema,
  signInSchema,
  type AuditQuery,
  type NewKey,
  type NewPerson,
  type PersonChange,
  type Principal,
  type SignIn,
} from '#libs/contracts';
import { Caller, Public, Scope } from '#libs/http';
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
  ) {}

  @Public()
  @Post('session')
  @HttpCode(200)
  async signIn(
    @Body({ schema: signInSchema }) body: SignIn,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Principal> {
    if (!sameOrigin(request)) throw forbidden('Sign in from a page of this origin.');
    const { token, expiresAt, principal } = await this.sessions.signIn(body, request.ip);
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
  @Delete('session')
  @HttpCode(204)
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const token = request.cookies[sessionCookie];
    if (token !== undefined) await this.sessions.signOut(token);
    void reply.clearCookie(sessionCookie, { path: '/' });
  }

  @Scope('experiments:read')
  @Get('me')
  me(@Caller() caller: Principal): Principal {
    return caller;
  }

  @Scope('people:write')
  @Get('people')
  listPeople(): Promise<object[]> {
    return this.people.list();
  }

  @Scope('people:write')
  @Post('people')
  addPerson(@Body({ schema: newPersonSchema }) body: NewPerson, @Caller() caller: Principal): Promise<{ id: string }> {
    return this.people.add(body, caller);
  }

  @Scope('people:write')
  @Patch('people/:id')
  changePerson(
    @Param('id', { schema: id }) personId: string,
    @Body({ schema: personChangeSchema }) body: PersonChange,
    @Caller() caller: Principal,
  ): Promise<object> {
    return this.people.change(personId, body, caller);
  }

  @Scope('experiments:read')
  @Get('keys')
  listKeys(@Caller() caller: Principal): Promise<object[]> {
    return this.keys.list(caller);
  }

  @Scope('experiments:read')
  @Post('keys')
  addKey(
    @Body({ schema: newKeySchema }) body: NewKey,
    @Caller() caller: Principal,
  ): Promise<{ id: string; token: string }> {
    return this.keys.add(body, caller);
  }

  @Scope('experiments:read')
  @Delete('keys/:id')
  @HttpCode(204)
  revokeKey(@Param('id', { schema: id }) keyId: string, @Caller() caller: Principal): Promise<void> {
    return this.keys.revoke(keyId, caller);
  }

  @Scope('audit:read')
  @Get('audit')
  listAudit(@Query({ schema: auditQuerySchema }) query: AuditQuery): Promise<object[]> {
    return this.audit.list(query);
  }
}
