// A server with one Basic strategy mounted, one request to it, and its status printed.
// usage: one-request.ts passport-http|countersign

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basic } from '@countersign/basic';
import { memoryDirectory } from '@countersign/core';
import { BasicStrategy } from '@countersign/passport';
import express from 'express';
import passport from 'passport';
import { BasicStrategy as PassportHttpBasicStrategy } from 'passport-http';

const directory = memoryDirectory([{ id: 'site', secrets: ['secret'] }]);
passport.use(
  process.argv[2] === 'passport-http'
    ? new PassportHttpBasicStrategy((userid, password, done) =>
        done(null, password === 'secret' && { userid }),
      )
    : new BasicStrategy(basic({ directory, realm: 'Sites' })),
);

const app = express().use(passport.authenticate('basic', { session: false }), (_req, res) => void res.end());
const server = createServer(app).listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
const authorization = `Basic ${Buffer.from('site:secret').toString('base64')}`;
const { status } = await fetch(`http://127.0.0.1:${port}/`, { headers: { authorization } });
console.log(status);
server.close();
server.closeAllConnections();
