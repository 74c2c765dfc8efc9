import { randomBytes } from 'node:crypto';
import { ACCOUNT_STATUSES, type Account, type AccountStatus } from '@countersign/core';
import { sendAnswer } from '@countersign/express';
import { Router } from 'express';
import { methodNotAllowed } from '../routes/answering.ts';
import { problemOf } from '../routes/problem.ts';
import { ACCOUNT_GROUPS, type AccountGroup, providerOf, type SandboxDirectories } from '../state/accounts.ts';

/** `/accounts`: their state, whether they may replay, and a new secret. */
export function accountRoutes(directories: SandboxDirectories): Router {
  const router = Router();

  router
    .route('/accounts')
    .get((_request, response) => {
      const accounts = ACCOUNT_GROUPS.flatMap((group) =>
        [...directories[group].accounts()].map(({ id, status = 'active', allowReplay = false }) => ({
          provider: providerOf(group),
          id,
          status,
          ...(mayReplay(group) && { allowReplay }),
        })),
      );
      response.json(accounts);
    })
    .all(methodNotAllowed(problemOf, 'GET'));

  router
    .route('/accounts/:provider/:id')
    .patch((request, response) => {
      const { provider, id } = request.params;
      const group = ACCOUNT_GROUPS.find((one) => providerOf(one) === provider && directories[one].find(id));
      const account = group && directories[group].find(id);
      if (!group || !account) return sendAnswer(response, problemOf(404, 'No such account.'));
      const change = changeOf(request.body, group);
      if (typeof change === 'string') return sendAnswer(response, problemOf(400, change));
      directories[group].set({ ...account, ...change });
      const { secrets: [secret] = [], ...rest } = change;
      response.set('cache-control', 'no-store').json({ provider, id, ...rest, ...(secret && { secret }) });
    })
    .all(methodNotAllowed(problemOf, 'PATCH'));

  return router;
}

interface Change extends Pick<Account, 'status' | 'allowReplay'> {
  readonly secrets?: readonly string[];
}

/** What a body asks for, or what is wrong with it. */
function changeOf(body: unknown, group: AccountGroup): Change | string {
  const { status, allowReplay, rotateSecret, ...others } = Object(body ?? {}) as Record<string, unknown>;
  const [other] = Object.keys(others);
  if (other !== undefined || (status ?? allowReplay ?? rotateSecret) === undefined) {
    return 'The body must have one or more of status, allowReplay and rotateSecret, and nothing else.';
  }
  if (status !== undefined && !isAccountStatus(status)) {
    return `status must be one of ${ACCOUNT_STATUSES.join(', ')}`;
  }
  if (allowReplay !== undefined && typeof allowReplay !== 'boolean') {
    return 'allowReplay must be true or false';
  }
  if (allowReplay !== undefined && !mayReplay(group)) return 'allowReplay is for accounts of placetopay';
  if (rotateSecret !== undefined && rotateSecret !== true) return 'rotateSecret must be true, or left out';
  return {
    ...(status !== undefined && { status }),
    ...(allowReplay !== undefined && { allowReplay }),
    ...(rotateSecret && { secrets: [randomBytes(24).toString('base64url')] }),
  };
}

/** The only scheme with something that is used once. */
function mayReplay(group: AccountGroup): boolean {
  return group === 'placetopay';
}

function isAccountStatus(value: unknown): value is AccountStatus {
  return ACCOUNT_STATUSES.some((status) => status === value);
}
