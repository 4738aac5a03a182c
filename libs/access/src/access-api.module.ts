import { Module } from '@nestjs/common';
import { AccessController } from './access.controller.js';
import { AccessModule } from './access.module.js';

/** Signing in, people, keys and the audit, for the processes that answer people. */
@Module({ imports: [AccessModule], controllers: [AccessController] })
export class AccessApiModule {}
