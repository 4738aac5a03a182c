import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { Audit } from './audit.js';
import { KeyRing } from './key-ring.js';
import { KeyService } from './key.service.js';
import { KeyUse } from './key-use.js';
import { PeopleService } from './people.service.js';
import { SessionService } from './session.service.js';
import { StreamPasses } from './stream-passes.js';

/** The perimeter: who asks, what they may, and what they did. The same one in every process that answers requests. */
@Global()
@Module({
  providers: [
    Audit,
    KeyRing,
    KeyService,
    KeyUse,
    PeopleService,
    SessionService,
    StreamPasses,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [Audit, KeyRing, KeyService, PeopleService, SessionService, StreamPasses],
})
export class AccessModule {}
