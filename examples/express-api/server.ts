// An API that two providers call: Placetopay signs each request, Pledg's clients trade a key for a token first.
//
//   npm start
//   curl -s -u your_key:your_secret -d grant_type=client_credentials http://127.0.0.1:3000/api/token
import { randomBytes } from 'node:crypto';
import { memoryDirectory, memoryReplayGuard } from '@countersign/core';
import { authOf, guard, tokenEndpoint } from '@countersign/express';
import { placetopay, pledg } from '@countersign/providers';
import express from 'express';

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

const app = express();

// The guard reads the body that carries the credentials, and leaves it in req.body.
app.post('/microsite/debts', guard(microsite), (req, res) => {
  res.json({ status: { status: 'OK' }, site: authOf(req, microsite).principal.account, debts: [] });
});

app.all(
  '/api/token',
  tokenEndpoint({
    clients: pledg.tokenClients({ directory: clients }),
    issuer: pledg.tokenIssuer({ key: TOKEN_KEY }),
  }),
);

app.post('/api/purchases/:uid/release', guard(purchases), (req, res) => {
  res.json({ uid: req.params.uid, releasedBy: authOf(req, purchases).principal.account });
});

app.get('/api/users/me', guard(dashboard), (req, res) => {
  res.json({ email: authOf(req, dashboard).principal.account });
});

app.listen(Number(PORT), '127.0.0.1', () => console.log(`http://127.0.0.1:${PORT}`));
