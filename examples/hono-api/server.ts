// The API of express-api on Hono, which knows a request as Fetch does.
//
//   npm start
//   curl -s -u your_key:your_secret -d grant_type=client_credentials http://127.0.0.1:3000/api/token
import { randomBytes } from 'node:crypto';
import { answerTokenRequest, memoryDirectory, memoryReplayGuard } from '@countersign/core';
import { placetopay, pledg } from '@countersign/providers';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { guard, inbound, responseOf } from './guard.ts';

const {
  PORT = '3000',
  TOKEN_KEY = randomBytes(32).toString('hex'),
  SECRET_KEY = 'siteSecretKey',
} = process.env;

const microsite = placetopay({
  directory: memoryDirectory([{ id: 'siteLogin', secrets: [SECRET_KEY] }]),
  replay: memoryReplayGuard(),
});

const clients = memoryDirectory([{ id: 'your_key', secrets: ['your_secret'] }]);
const users = memoryDirectory([{ id: 'random@domain.com', secrets: ['john123'] }]);
const purchases = pledg.bearer({ directory: clients, keys: [{ key: TOKEN_KEY }] });
const dashboard = pledg.dashboard({ directory: users });
const tokens = {
  clients: pledg.tokenClients({ directory: clients }),
  issuer: pledg.tokenIssuer({ key: TOKEN_KEY }),
};

const app = new Hono();

app.post('/microsite/debts', guard(microsite), (c) =>
  c.json({ status: { status: 'OK' }, site: c.var.principal.account, debts: [] }),
);

app.all('/api/token', async (c) => responseOf((await answerTokenRequest(inbound(c), tokens)).answer));

app.post('/api/purchases/:uid/release', guard(purchases), (c) =>
  c.json({ uid: c.req.param('uid'), releasedBy: c.var.principal.account }),
);

app.get('/api/users/me', guard(dashboard), (c) => c.json({ email: c.var.principal.account }));

serve({ fetch: app.fetch, port: Number(PORT), hostname: '127.0.0.1' }, () =>
  console.log(`http://127.0.0.1:${PORT}`),
);
