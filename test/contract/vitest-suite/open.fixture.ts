import { describeContract } from '@countersign/contract/vitest';
import express from 'express';

const app = express();
app.get('/orders', (_req, res) => {
  res.json({ orders: [] });
});

describeContract('basic', {
  target: app,
  credentials: { request: { method: 'GET', path: '/orders' }, account: { id: 'partner', secret: 's3cret' } },
});
