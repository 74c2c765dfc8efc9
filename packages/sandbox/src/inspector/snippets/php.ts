import type {
  BasicCredential,
  BearerCredential,
  PassingRequest,
  UsernameTokenCredential,
} from '../passing/passing-request.ts';
import { betweenParts, credentialLines, headersOf, type ProgramHeader, programOf } from './request-parts.ts';

const LINES = { pair: pairLines, token: bearerLines, usernameToken: usernameTokenLines };

/** A program for PHP 7 and newer, without an extension. */
export function php(request: PassingRequest): string {
  return programOf(['<?php'], credentialLines(request, LINES), sent(request));
}

function pairLines({ id, secret }: BasicCredential): string[] {
  return [`$id = ${text(id)};`, `$secret = ${text(secret)};`, "$pair = base64_encode($id . ':' . $secret);"];
}

function bearerLines({ tokenRequest, tokenField }: BearerCredential): string[] {
  return [
    ...contextLines('$tokenContext', tokenRequest),
    `$answer = json_decode(file_get_contents(${text(tokenRequest.url)}, false, $tokenContext), true);`,
    `$token = $answer[${text(tokenField)}];`,
  ];
}

function usernameTokenLines({ id, secret, digest }: UsernameTokenCredential): string[] {
  return [
    `$login = ${text(id)};`,
    `$secretKey = ${text(secret)};`,
    '$nonce = random_bytes(16);',
    "$seed = gmdate('Y-m-d\\TH:i:s\\Z');",
    '$auth = [',
    "    'login' => $login,",
    `    'tranKey' => base64_encode(hash('${digest}', $nonce . $seed . $secretKey, true)),`,
    "    'nonce' => base64_encode($nonce),",
    "    'seed' => $seed,",
    '];',
  ];
}

function sent(request: PassingRequest): string[] {
  return [
    ...contextLines('$context', request),
    `$response = fopen(${text(request.url)}, 'r', false, $context);`,
    "$statusLine = stream_get_meta_data($response)['wrapper_data'][0];",
    "echo explode(' ', $statusLine)[1], ' ', stream_get_contents($response), PHP_EOL;",
  ];
}

function contextLines(name: string, request: PassingRequest): string[] {
  const { method, credential, body, certificate } = request;
  const all = headersOf(request).map(headerLine);
  return [
    `${name} = stream_context_create([`,
    "    'http' => [",
    `        'method' => ${text(method)},`,
    ...(all.length > 0 ? [`        'header' => [${all.join(', ')}],`] : []),
    ...(body ? [`        'content' => ${bodyExpression(body, credential.kind === 'username-token')},`] : []),
    "        'ignore_errors' => true,",
    '    ],',
    ...(certificate
      ? [
          "    'ssl' => [",
          `        'cafile' => ${text(certificate.ca)},`,
          `        'local_cert' => ${text(certificate.chain)},`,
          `        'local_pk' => ${text(certificate.key)},`,
          '    ],',
        ]
      : []),
    ']);',
  ];
}

function headerLine({ name, text: before, variable }: ProgramHeader): string {
  const line = text(`${name}: ${before}`);
  return variable === undefined ? line : `${line} . $${variable}`;
}

function bodyExpression(body: NonNullable<PassingRequest['body']>, withAuth: boolean): string {
  if (body.type === 'form') return text(body.text);
  if (body.type === 'soap') {
    return betweenParts(body, text, ["$auth['nonce']", "$auth['seed']", "$auth['tranKey']"]).join(' . ');
  }
  const members = Object.entries(body.value).map(([key, value]) => `${text(key)} => ${literal(value)}`);
  const all = [...(withAuth ? ["'auth' => $auth"] : []), ...members];
  // An empty array would be a list.
  return all.length > 0 ? `json_encode([${all.join(', ')}])` : "'{}'";
}

function literal(value: unknown): string {
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `[${Object.entries(value)
    .map(([key, member]) => `${text(key)} => ${literal(member)}`)
    .join(', ')}]`;
}

/** Between single quotes, PHP knows two escapes. */
function text(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
