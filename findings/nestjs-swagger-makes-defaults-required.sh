#!/usr/bin/env bash
# @nestjs/swagger: a named schema that is both a body and a response requires its senders to send fields with defaults.
#
# Versions: @nestjs/swagger 12.0.2, @nestjs/common and @nestjs/core 12.5.1, zod 4.6.7.
#
# Behaviour: Nest 12 reads Standard Schemas, and asks for each schema twice: as `input` for bodies, as `output` for
# responses. Both readings of a schema with an id go into components.schemas under that id, and the later one
# overwrites the earlier one. The readings differ: a field with a default is optional as input and always there as
# output. In a document of both, the response wins.
#
# Output seen, for { unit: z.string().default('cm') }:
#   as a body alone:         required: nothing
#   as a body and response:  required: unit
#
# Why a good guess misses it: the service itself accepts a body without the field, with or without the response.
# Only what is generated from the document changes: clients that must send the field, gateways that refuse a body
# without it. Nothing is logged. Adding the response to another route of the service changes the body of this one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

echo '{ "private": true, "type": "module" }' >package.json
npm install --loglevel=error --no-audit --no-fund --ignore-scripts @nestjs/swagger@12.0.2 @nestjs/core@12.5.1 @nestjs/common@12.5.1 @nestjs/platform-express@12.5.1 \
  reflect-metadata@0.2.2 rxjs@7.8.2 zod@4.6.7 >npm.log

cat >finding.mjs <<'EOF'
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ApiOkResponse, DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';

const size = z.object({ unit: z.string().default('cm') }).meta({ id: 'Size' });
const standardSchemaConverter = (schema, { schemaType: io }) => {
  const { $schema, $defs = {}, ...json } = z.toJSONSchema(schema, { io });
  return { schema: json, components: $defs };
};

async function requiredOf(withResponse) {
  class Sizes {
    measure() {}
    list() {}
  }
  const decorate = (method, ...decorators) => {
    const descriptor = Object.getOwnPropertyDescriptor(Sizes.prototype, method);
    for (const decorator of decorators) decorator(Sizes.prototype, method, descriptor);
  };
  Reflect.defineMetadata('design:paramtypes', [Object], Sizes.prototype, 'measure');
  Body({ schema: size })(Sizes.prototype, 'measure', 0);
  decorate('measure', Post());
  decorate('list', Get(), ...(withResponse ? [ApiOkResponse({ standardSchema: size })] : []));
  Controller('sizes')(Sizes);
  class App {}
  Module({ controllers: [Sizes] })(App);
  const app = await NestFactory.create(App, { logger: false });
  const document = SwaggerModule.createDocument(app, new DocumentBuilder().build(), { standardSchemaConverter });
  await app.close();
  return document.components.schemas.Size.required ?? [];
}

const alone = await requiredOf(false);
console.log(`as a body alone:         required: ${alone.join(', ') || 'nothing'}`);
const both = await requiredOf(true);
console.log(`as a body and response:  required: ${both.join(', ') || 'nothing'}`);
assert.deepEqual(alone, []);
assert.deepEqual(both, ['unit']);
EOF
node finding.mjs
