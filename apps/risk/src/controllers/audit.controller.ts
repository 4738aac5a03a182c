import { Controller, Get, Inject } from '@nestjs/common';
import type { AuditVerification } from '#libs/contracts';
import { Scope, Summary } from '#libs/http';
import { AuditVerifier } from '#libs/trust';

@Controller('v1/audit')
export class AuditController {
  constructor(@Inject(AuditVerifier) private readonly verifier: AuditVerifier) {}

  @Summary('Check the whole audit against its chain')
  @Get('verification')
  @Scope('audit:read')
  verify(): Promise<AuditVerification> {
    return this.verifier.verify();
  }
}
