import { sendAnswer } from '@countersign/express';
import { Router } from 'express';
import { methodNotAllowed } from '../routes/answering.ts';
import { problemOf } from '../routes/problem.ts';
import type { TokenRegister } from '../state/token-register.ts';

/** `/tokens`: those that were issued here, by their id; never the token itself. */
export function tokenRoutes(tokens: TokenRegister): Router {
  const router = Router();

  router
    .route('/tokens')
    .get(async (_request, response) => void response.json(await tokens.list()))
    .all(methodNotAllowed(problemOf, 'GET'));

  router
    .route('/tokens/:id')
    .patch(async (request, response) => {
      if (request.body?.status !== 'revoked') {
        return sendAnswer(response, problemOf(400, 'status must be revoked: a token never comes back'));
      }
      const revoked = await tokens.revoke(request.params.id);
      if (!revoked) return sendAnswer(response, problemOf(404, 'No such token.'));
      response.json(revoked);
    })
    .all(methodNotAllowed(problemOf, 'PATCH'));

  return router;
}
