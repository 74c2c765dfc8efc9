// The API of express-api on Fastify, whose request is the one of node:http.
//
//   npm start
//   curl -s -u your_key:your_secret -d grant_type=client_credentials http://127.0.0.1:3000/api/token
import { randomBytes } from 'node:crypto';
import { answerTokenRequest, fromNode, memoryDirectory, memoryReplayGuard } from '@countersign/core';
import { placetopay, pledg } from '@countersign/providers';
import fastify from 'fastify';
import { guard, leaveBodiesUnread, principalOf, send } from './guard.ts';

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

const app = fastify();
leaveBodiesUnread(app);

app.post('/microsite/debts', { preHandler: guard(microsite) }, async (request) => ({
  status: { status: 'OK' },
  site: principalOf(request, microsite).account,
  debts: [],
}));

app.all('/api/token', async (request, reply) =>
  send(reply, (await answerTokenRequest(fromNode(request.raw), tokens)).answer),
);

app.post<{ Params: { uid: string } }>(
  '/api/purchases/:uid/release',
  { preHandler: guard(purchases) },
  async (request) => ({ uid: request.params.uid, releasedBy: principalOf(request, purchases).account }),
);

app.get('/api/users/me', { preHandler: guard(dashboard) }, async (request) => ({
  email: principalOf(request, dashboard).account,
}));

await app.listen({ port: Number(PORT), host: '127.0.0.1' });
console.log(`http://127.0.0.1:${PORT}`);
