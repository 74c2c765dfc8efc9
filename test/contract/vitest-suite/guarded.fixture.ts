import { basic } from '@countersign/basic';
import { describeContract } from '@countersign/contract/vitest';
import { memoryDirectory } from '@countersign/core';
import { guard } from '@countersign/express';
import express from 'express';

const app = express();
const directory = memoryDirectory([{ id: 'partner', secrets: ['s3cret'] }]);
app.get('/orders', guard(basic({ directory, realm: 'Orders' })), (_req, res) => {
  res.json({ orders: [] });
});

// As supertest takes it. There is no account with a colon: its case is skipped.
describeContract('basic', {
  target: app,
  credentials: { request: { method: 'GET', path: '/orders' }, account: { id: 'partner', secret: 's3cret' } },
});
