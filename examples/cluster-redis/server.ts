// One process of the API. Whichever of them a request reaches, its tranKey is good for one use among them all; without
// Redis nothing is accepted: 503, with Retry-After.
import { memoryDirectory, throttle } from '@countersign/core';
import { authOf, guard } from '@countersign/express';
import { placetopay } from '@countersign/providers';
import { redisReplayGuard, redisThrottle } from '@countersign/redis';
import express from 'express';
import { Redis } from 'ioredis';

const {
  PORT = '3001',
  REDIS_URL = 'redis://127.0.0.1:6379',
  PREFIX = 'payments:',
  SECRET_KEY = 'siteSecretKey',
} = process.env;

// A command that cannot be sent now fails now: a payment must not be decided on when Redis comes back.
const client = new Redis(REDIS_URL, {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  socketTimeout: 5000,
});
client.on('error', ({ message }) => console.error(`Redis: ${message}`));

const microsite = throttle(
  placetopay({
    directory: memoryDirectory([{ id: 'siteLogin', secrets: [SECRET_KEY] }]),
    replay: redisReplayGuard({ client, prefix: PREFIX }),
  }),
  { store: redisThrottle({ client, prefix: PREFIX }) },
);

const app = express();

app.post('/microsite/debts', guard(microsite), (req, res) => {
  const site = authOf(req, microsite).principal.account;
  res.json({ status: { status: 'OK' }, site, debts: [] });
});

app.listen(Number(PORT), '127.0.0.1', () => console.log(`http://127.0.0.1:${PORT}`));
