import { revoke } from '@countersign/bearer';
import { psd2Role } from '@countersign/client-certificate';
import { parseAddress } from '@countersign/core';
import { authOf, guard, sendAnswer, tokenEndpoint } from '@countersign/express';
import { connectpay } from '@countersign/providers';
import { Router } from 'express';
import type { DemoTrust } from '../state/demo-trust.ts';
import { ownAuthorities } from '../state/own-authorities.ts';
import type { SandboxState } from '../state/sandbox-state.ts';
import { failed, jsonBody, methodNotAllowed, notFound } from './answering.ts';
import { problemOf } from './problem.ts';

const PREFIXES = ['/baas-sca', '/auth/v1', '/connectpay', '/merchant'];

/**
 * Mock ConnectPay: partner paths take an API key, client paths a user's token, the mTLS path a certificate and
 * Basic of one DevApp, the PSD2 paths a QWAC with the right role, the merchant path Basic and a signature of one DevApp.
 * @param trust the authority that issues client certificates here; absent where there is no TLS
 */
export function connectpayRoutes(
  { log, directories, servedAt, clock, guarded, connectpayTokens }: SandboxState,
  trust: DemoTrust | undefined,
): Router {
  const { observe } = log;
  const directory = directories.connectpay;
  const { issuer, keys, revocations, policy } = connectpayTokens;
  const partner = guarded(connectpay.partner({ directory, clock }));
  const tokenClients = guarded(connectpay.tokenClients({ directory, clock }));
  const client = guarded(
    connectpay.client({
      directory,
      clock,
      keys,
      revocations,
      ...policy,
    }),
  );

  const router = Router();
  router.use(PREFIXES, log.record('connectpay'));

  router.all('/auth/v1/oauth2/token', tokenEndpoint({ clients: tokenClients, issuer, observe }));

  const partnerRoutes = Router();
  router.use(
    '/baas-sca/user-management/partner',
    guard(partner, { observe }),
    jsonBody(problemOf),
    partnerRoutes,
  );
  partnerRoutes
    .route('/users')
    .get((_request, response) => void response.json({ users: [] }))
    .post((_request, response) => void response.json({ userId: 'user-1' }))
    .all(methodNotAllowed(problemOf, 'GET', 'POST'));
  partnerRoutes
    .route('/tokens')
    .post(async (request, response) => {
      const { account } = authOf(request, partner).principal;
      const { userId, psuIp } = (request.body ?? {}) as Record<string, unknown>;
      if (typeof userId !== 'string' || userId === '') {
        return sendAnswer(response, problemOf(400, 'userId must be a string that is not empty'));
      }
      if (psuIp !== undefined && (typeof psuIp !== 'string' || !parseAddress(psuIp))) {
        return sendAnswer(response, problemOf(400, 'psuIp must be one literal IPv4 or IPv6 address'));
      }
      const token = await issuer.issueToUser({ account, userId, psuIpAddress: psuIp });
      response.set('cache-control', 'no-store').json({
        accessToken: token.accessToken,
        tokenType: 'Bearer',
        expiresIn: token.expiresInSeconds,
      });
    })
    .all(methodNotAllowed(problemOf, 'POST'));

  const clientRoutes = Router();
  router.use('/baas-sca/user-management/client', guard(client, { observe }), clientRoutes);
  clientRoutes
    .route('/users/me')
    .get((request, response) => {
      const { principal } = authOf(request, client);
      response.json({ userId: principal.claims.user_id, devApp: principal.account });
    })
    .all(methodNotAllowed(problemOf, 'GET'));
  clientRoutes
    .route('/users/logout')
    .post(async (request, response) => {
      const { principal } = authOf(request, client);
      await revoke(revocations, principal);
      response.status(204).end();
    })
    .all(methodNotAllowed(problemOf, 'POST'));

  const merchant = guarded(
    connectpay.merchant({ directory, clock, authority: () => ownAuthorities(servedAt) }),
  );
  router
    .route('/merchant/payments')
    .post(guard(merchant, { observe }), (request, response) => {
      const { account } = authOf(request, merchant).principal;
      response.json({ devApp: account, paymentId: 'payment-1', status: 'created' });
    })
    .all(methodNotAllowed(problemOf, 'POST'));

  if (trust) {
    const { trustAnchors, revocation } = trust;
    const mutualTls = guarded(connectpay.mutualTls({ directory, trustAnchors, revocation, clock }));
    router
      .route('/connectpay/mtls/accounts')
      .get(guard(mutualTls, { observe }), (request, response) => {
        response.json({ devApp: authOf(request, mutualTls).principal.account, accounts: [] });
      })
      .all(methodNotAllowed(problemOf, 'GET'));

    const certificate = connectpay.certificate({ directory, trustAnchors, revocation, clock });
    const information = guarded(psd2Role('PSP_AI', certificate));
    const initiation = guarded(psd2Role('PSP_PI', certificate));
    router
      .route('/connectpay/psd2/accounts')
      .get(guard(information, { observe }), (request, response) => {
        const { account, psd2 } = authOf(request, information).principal;
        response.json({ devApp: account, provider: psd2?.organizationIdentifier, accounts: [] });
      })
      .all(methodNotAllowed(problemOf, 'GET'));
    router
      .route('/connectpay/psd2/payments')
      .post(guard(initiation, { observe }), (request, response) => {
        const { account, psd2 } = authOf(request, initiation).principal;
        response
          .status(201)
          .json({ devApp: account, provider: psd2?.organizationIdentifier, paymentId: 'payment-1' });
      })
      .all(methodNotAllowed(problemOf, 'POST'));
  }

  router.use(PREFIXES, notFound(problemOf), failed(problemOf));
  return router;
}
