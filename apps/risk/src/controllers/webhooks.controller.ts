import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import {
  newWebhookSchema,
  webhookIdSchema,
  webhookRotationSchema,
  type NewWebhook,
  type Principal,
  type WebhookDelivery,
  type WebhookRotation,
  type WebhookSecret,
  type WebhookView,
} from '#libs/contracts';
import { Caller, Scope, Summary } from '#libs/http';
import { WebhookService } from '#libs/trust';

@Controller('v1/webhooks')
@Scope('webhooks:write')
export class WebhooksController {
  constructor(@Inject(WebhookService) private readonly webhooks: WebhookService) {}

  @Summary('List where decisions are told')
  @Get()
  async list(): Promise<{ webhooks: WebhookView[] }> {
    return { webhooks: await this.webhooks.list() };
  }

  @Summary('Tell decisions to an address; its secret is shown once')
  @Post()
  create(@Body({ schema: newWebhookSchema }) body: NewWebhook, @Caller() caller: Principal): Promise<WebhookSecret> {
    return this.webhooks.create(body, caller);
  }

  @Summary('Give a webhook a new secret, beside the old one for a while')
  @Post(':id/rotate')
  @HttpCode(200)
  rotate(
    @Param('id', { schema: webhookIdSchema }) id: string,
    @Body({ schema: webhookRotationSchema }) body: WebhookRotation,
    @Caller() caller: Principal,
  ): Promise<WebhookSecret> {
    return this.webhooks.rotate(id, body, caller);
  }

  @Summary('List what a webhook was told, the newest first')
  @Get(':id/deliveries')
  async deliveries(
    @Param('id', { schema: webhookIdSchema }) id: string,
  ): Promise<{ deliveries: readonly WebhookDelivery[] }> {
    return { deliveries: await this.webhooks.deliveries(id) };
  }

  @Summary('Remove a webhook')
  @Delete(':id')
  @HttpCode(204)
  remove(@Param('id', { schema: webhookIdSchema }) id: string, @Caller() caller: Principal): Promise<void> {
    return this.webhooks.remove(id, caller);
  }
}
