// The same server, guarded by the kit.
import { basic } from '@countersign/basic';
import { memoryDirectory } from '@countersign/core';
import { guard } from '@countersign/express';
import express, { type Express } from 'express';
import { secrets } from './accounts.ts';

const directory = memoryDirectory([...secrets].map(([id, secret]) => ({ id, secrets: [secret] })));

export const app: Express = express();
app.get('/orders', guard(basic({ directory, realm: 'Orders' })), (_req, res) => {
  res.json({ orders: [] });
});
