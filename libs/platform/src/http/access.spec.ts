import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Post, Sse } from '@nestjs/common';
import { Access, accessOf, requireAccess } from './access.js';
import { Records, requireRecords } from './records.js';

@Controller('v1/orders')
@Access('customer', 'own')
class Complete {
  @Get()
  list() {}

  @Post('receive')
  @Access('admin', 'tenant')
  receive() {}

  /** No route. */
  helper() {}
}

@Controller()
class Incomplete {
  @Get()
  list() {}

  @Sse('stream')
  stream() {}

  @Get('public')
  @Access('public', 'none')
  open() {}
}

describe('the access of a route', () => {
  it('is that of its method, else that of its controller', () => {
    const { prototype } = Complete;
    expect([prototype.list, prototype.receive].map((route) => accessOf([route, Complete]))).toEqual([
      { audience: 'customer', scope: 'own' },
      { audience: 'admin', scope: 'tenant' },
    ]);
  });

  it('is required, and the error names the routes without it', () => {
    expect(() => requireAccess([Complete])).not.toThrow();
    expect(() => requireAccess([Complete, Incomplete])).toThrow(
      'These routes do not say who may call them: Incomplete.list, Incomplete.stream. Add @Access(audience, scope) to each, or to its controller.',
    );
  });

  it('does not compile with a scope that its audience cannot have', () => {
    // @ts-expect-error an admin has no platform-wide routes
    Access('admin', 'platform');
    // @ts-expect-error an operator has no tenant
    Access('operator', 'tenant');
    expect(accessOf([() => {}, class {}])).toBeUndefined();
  });
});

@Controller('admin')
@Access('operator', 'platform')
class Acts {
  @Get()
  list() {}

  @Post('a')
  @Records({ target: 'id' })
  recorded() {}

  @Post('b')
  forgotten() {}

  @Post('c')
  @Access('customer', 'own')
  onBehalf() {}

  @Post('d')
  @Access('customer', 'self')
  forOneself() {}

  @Post('e')
  @Access('signed', 'own')
  bySystem() {}
}

it('a route on which an admin or operator can change something says what the trail records', () => {
  expect(() => requireRecords([Complete])).toThrow('Complete.receive');
  expect(() => requireRecords([Acts])).toThrow(
    'These routes do not say what the trail records: Acts.forgotten, Acts.onBehalf. Add @Records({ target, reason }) to each.',
  );
});
