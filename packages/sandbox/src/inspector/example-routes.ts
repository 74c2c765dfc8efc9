import { sendAnswer } from '@countersign/express';
import { type Request, Router } from 'express';
import { curlLines } from '../curl-lines.ts';
import { methodNotAllowed } from '../routes/answering.ts';
import { problemOf } from '../routes/problem.ts';
import { accountsIn } from '../state/accounts.ts';
import type { SandboxState } from '../state/sandbox-state.ts';
import { maskedAccounts, maskedCommand } from './masked-accounts.ts';
import { passingFor } from './passing/passing-for.ts';
import { SNIPPET_LANGUAGES, SNIPPETS } from './snippets/snippet.ts';

/** Requests that pass, for somebody to paste. Secrets are in them where `secrets=shown` asks for it. */
export function exampleRoutes(state: SandboxState): Router {
  const router = Router();

  router
    .route('/requests/:id/passing')
    .get(async (request, response) => {
      const entry = state.log.find(Number(request.params.id));
      if (!entry) return sendAnswer(response, problemOf(404, 'No such request, or not any more.'));
      const secrets = secretsOf(request);
      const { as = 'curl' } = request.query;
      const language = SNIPPET_LANGUAGES.find((one) => one === as);
      if (!language || !secrets) {
        const detail = `as must be one of ${SNIPPET_LANGUAGES.join(', ')}; secrets, masked or shown`;
        return sendAnswer(response, problemOf(400, detail));
      }
      const passing = await passingFor(entry, state, secrets);
      if (!passing) {
        return sendAnswer(response, problemOf(404, 'No request with credentials is known for this path.'));
      }
      response.json({
        as: language,
        secrets,
        text: SNIPPETS[language](passing.request),
        notes: passing.notes,
      });
    })
    .all(methodNotAllowed(problemOf, 'GET'));

  router
    .route('/curl-lines')
    .get((request, response) => {
      const secrets = secretsOf(request);
      if (!secrets) return sendAnswer(response, problemOf(400, 'secrets must be masked or shown'));
      const accounts = accountsIn(state.directories);
      const { url, tls } = state.servedAt;
      if (secrets === 'shown') return void response.json(curlLines(accounts, url, tls));
      const lines = curlLines(maskedAccounts(accounts), url, tls);
      response.json(
        lines.map(({ provider, command }) => ({ provider, command: maskedCommand(command, accounts) })),
      );
    })
    .all(methodNotAllowed(problemOf, 'GET'));

  return router;
}

function secretsOf({ query }: Request): 'masked' | 'shown' | undefined {
  const { secrets = 'masked' } = query;
  return secrets === 'masked' || secrets === 'shown' ? secrets : undefined;
}
