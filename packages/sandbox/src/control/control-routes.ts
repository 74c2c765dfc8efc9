import { ACCOUNT_STATUSES, type AccountStatus } from '@countersign/core';
import { sendAnswer } from '@countersign/express';
import express, { Router } from 'express';
import { CERTIFICATE_STATUSES } from '../authority/certificate-register.ts';
import { failed, methodNotAllowed, notFound } from '../routes/answering.ts';
import { problemOf } from '../routes/problem.ts';
import { ACCOUNT_GROUPS, type AccountGroup } from '../state/accounts.ts';
import type { DemoTrust } from '../state/demo-trust.ts';
import { OFFSET_LIMIT_SECONDS } from '../state/sandbox-clock.ts';
import type { SandboxState } from '../state/sandbox-state.ts';
import { localOnly } from './local-only.ts';

/** `/_sandbox/…`: reads the log, changes accounts, revokes certificates, moves the clock. */
export function controlRoutes(
  { log, directories, clock }: SandboxState,
  trust: DemoTrust | undefined,
): Router {
  const control = Router();

  control
    .route('/requests')
    .get((_request, response) => void response.json(log.entries()))
    .delete((_request, response) => {
      log.clear();
      response.status(204).end();
    })
    .all(methodNotAllowed(problemOf, 'GET', 'DELETE'));

  control
    .route('/accounts')
    .get((_request, response) => {
      const accounts = ACCOUNT_GROUPS.flatMap((group) =>
        [...directories[group].accounts()].map(({ id, status = 'active' }) => ({
          provider: providerOf(group),
          id,
          status,
        })),
      );
      response.json(accounts);
    })
    .all(methodNotAllowed(problemOf, 'GET'));

  control
    .route('/accounts/:provider/:id')
    .patch((request, response) => {
      const { provider, id } = request.params;
      const group = ACCOUNT_GROUPS.find((one) => providerOf(one) === provider && directories[one].find(id));
      const account = group && directories[group].find(id);
      if (!group || !account) return sendAnswer(response, problemOf(404, 'No such account.'));
      const status: unknown = request.body?.status;
      if (!isAccountStatus(status)) {
        return sendAnswer(response, problemOf(400, `status must be one of ${ACCOUNT_STATUSES.join(', ')}`));
      }
      directories[group].set({ ...account, status });
      response.json({ provider, id, status });
    })
    .all(methodNotAllowed(problemOf, 'PATCH'));

  control
    .route('/certificates')
    .get((_request, response) => void response.json(trust?.certificates() ?? []))
    .all(methodNotAllowed(problemOf, 'GET'));

  control
    .route('/certificates/:name')
    .patch((request, response) => {
      const status = CERTIFICATE_STATUSES.find((one) => one === request.body?.status);
      if (status === undefined) {
        const statuses = CERTIFICATE_STATUSES.join(', ');
        return sendAnswer(response, problemOf(400, `status must be one of ${statuses}`));
      }
      const changed = trust?.setStatus(request.params.name, status);
      if (!changed) return sendAnswer(response, problemOf(404, 'No such certificate.'));
      response.json(changed);
    })
    .all(methodNotAllowed(problemOf, 'PATCH'));

  control
    .route('/clock')
    .get((_request, response) => void response.json(timeOf(clock)))
    .patch((request, response) => {
      const offset: unknown = request.body?.offsetSeconds;
      if (typeof offset !== 'number' || !(Math.abs(offset) <= OFFSET_LIMIT_SECONDS)) {
        return sendAnswer(response, problemOf(400, 'offsetSeconds must be a number of seconds'));
      }
      clock.offsetSeconds = offset;
      response.json(timeOf(clock));
    })
    .all(methodNotAllowed(problemOf, 'GET', 'PATCH'));

  const router = Router();
  router.use('/_sandbox', localOnly, express.json(), control, notFound(problemOf), failed(problemOf));
  return router;
}

/** Both kinds of Pledg account are Pledg's. */
function providerOf(group: AccountGroup): string {
  return group === 'pledgDashboard' ? 'pledg' : group;
}

function isAccountStatus(value: unknown): value is AccountStatus {
  return ACCOUNT_STATUSES.some((status) => status === value);
}

function timeOf(clock: SandboxState['clock']) {
  return { offsetSeconds: clock.offsetSeconds, now: new Date(clock()).toISOString() };
}
