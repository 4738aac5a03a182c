import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { FlagService } from '../support/flags.js';

/** A condition that lost its only name would mean everybody: it is refused where it is written. */
describe('names that every object has, in what flags are made of', () => {
  let flags: FlagService;
  let key: string;
  const asked = () => request(flags.service.app.getHttpServer());
  const send = (method: 'post' | 'patch' | 'put', path: string, text: string) =>
    asked()[method](path).set({ 'x-api-key': key, 'content-type': 'application/json' }).send(text);
  const refusal = (pointer: string) => ({ problems: [{ pointer, rule: 'prototype_name' }] });

  beforeAll(async () => {
    flags = await FlagService.start();
    key = await flags.service.key({
      name: 'writer',
      scopes: ['flags:read', 'flags:write', 'flags:evaluate', 'assignments:evaluate'],
    });
    await flags.publish('known', {});
  });
  afterAll(() => flags.close());

  it.each(['__proto__', 'constructor', 'prototype'])('refuses %s with its place, and saves nothing', async (name) => {
    const rule = (condition: string) => `{"id":"r","kind":"force","value":true,"condition":${condition}}`;
    const made = await send(
      'post',
      '/v1/flags',
      `{"key":"made","type":"boolean","default_value":false,"rules":[${rule(`{"${name}":"x"}`)}]}`,
    ).expect(400);
    expect(made.body).toMatchObject(refusal(`/rules/0/condition/${name}`));
    await flags.send('get', '/v1/flags/made').expect(404);
    const operator = `{"rules":[${rule(`{"country":{"${name}":"x"}}`)}]}`;
    const changed = await send('patch', '/v1/flags/known', operator).expect(400);
    expect(changed.body).toMatchObject(refusal(`/rules/0/condition/country/${name}`));
    const group = await send('put', '/v1/saved-groups/all', `{"kind":"condition","condition":{"${name}":1}}`).expect(
      400,
    );
    expect(group.body).toMatchObject(refusal(`/condition/${name}`));
  });

  it('evaluates no payload that has them', async () => {
    const payload = '{"features":{"f":{"defaultValue":0,"rules":[{"condition":{"__proto__":"x"},"force":1}]}}}';
    const { body } = await send('post', '/v1/evaluate', `{"payload":${payload},"subject":{"attributes":{}}}`).expect(
      400,
    );
    expect(body).toMatchObject(refusal('/payload/features/f/rules/0/condition/__proto__'));
  });

  it('takes attributes of that name away, which nobody can be meant by', async () => {
    const { body } = await send(
      'post',
      '/ofrep/v1/evaluate/flags/known',
      '{"context":{"targetingKey":"u","constructor":"x"}}',
    );
    expect(body).toMatchObject({ key: 'known' });
  });
});
