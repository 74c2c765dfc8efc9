import type { CapturedRequest, FirstAnswer } from './capture-client.ts';

/** What a client under test does wrong, with the checks and hints behind it. */
export class ClientFailed extends Error {
  override readonly name = 'ClientFailed';
}

/** One paragraph a mistake; none where there is none. */
export function clientFindings(
  requests: readonly CapturedRequest[],
  answerFirst: readonly FirstAnswer[],
): string[] {
  if (requests.length === 0) return ['no request came'];
  const wrong = requests.flatMap((request, index) =>
    isWrong(request) ? [`request ${index + 1}: ${told(request)}`] : [],
  );
  const last = requests.length - 1;
  if (answerFirst[last] === 503) {
    wrong.push(`request ${last + 1}: was answered with 503 and Retry-After, and is not sent again`);
  }
  return wrong;
}

export function clientFailed(provider: string, findings: readonly string[]): ClientFailed {
  return new ClientFailed(`what this client sends to ${provider} is wrong\n\n${findings.join('\n\n')}\n`);
}

function isWrong({ outcome, checks }: CapturedRequest): boolean {
  return (outcome !== 'accepted' && outcome !== 'none') || checks.some((check) => check.outcome === 'failed');
}

function told({ method, path, outcome, reason, checks }: CapturedRequest): string {
  const lines = checks.flatMap(({ check, outcome, detail, hint }) => [
    `  ${outcome === 'passed' ? 'ok  ' : 'FAIL'} ${check}${detail ? `: ${detail}` : ''}`,
    ...(hint ? [`       ${hint}`] : []),
  ]);
  return [`${method} ${path} is ${reason ?? outcome}`, ...lines].join('\n');
}
