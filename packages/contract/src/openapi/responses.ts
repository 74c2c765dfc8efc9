/** A part of an OpenAPI document: plain JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

const text = (description: string, more: JsonObject = {}): JsonObject => ({
  type: 'string',
  description,
  ...more,
});

/** How a provider writes an error. */
export interface ErrorForm {
  readonly mediaType: string;
  /** What the schema is called among the components. */
  readonly schemaName: string;
  readonly schema: JsonObject;
}

/** Problem details. @see RFC 9457, section 3 */
export const problemDetails: ErrorForm = {
  mediaType: 'application/problem+json',
  schemaName: 'Problem',
  schema: {
    type: 'object',
    required: ['type', 'title', 'status', 'detail'],
    properties: {
      type: text('A URI; `about:blank` where the status says it all.', { format: 'uri-reference' }),
      title: text('What the status means.'),
      status: { type: 'integer' },
      detail: text('A sentence for people. It tells no stranger which accounts exist.'),
      reason: text('The stable code of the refusal, where the caller may know it.'),
    },
  },
};

/** @see RFC 6749, section 5.2 */
export const tokenErrors: ErrorForm = {
  mediaType: 'application/json',
  schemaName: 'TokenError',
  schema: {
    type: 'object',
    required: ['error'],
    properties: {
      error: text('What is wrong.', {
        enum: [
          'invalid_request',
          'invalid_client',
          'unsupported_grant_type',
          'invalid_scope',
          'temporarily_unavailable',
        ],
      }),
      error_description: text('A sentence for people.'),
    },
  },
};

/** @see Smart2Pay, REST API, Errors */
export const smart2payErrors: ErrorForm = {
  mediaType: 'application/json',
  schemaName: 'Smart2PayError',
  schema: { type: 'object', required: ['Message'], properties: { Message: text('What is wrong.') } },
};

/** @see Placetopay, Gateway API, Authentication */
export const placetopayErrors: ErrorForm = {
  mediaType: 'application/json',
  schemaName: 'PlacetopayError',
  schema: {
    type: 'object',
    required: ['status'],
    properties: {
      status: {
        type: 'object',
        required: ['status', 'reason', 'message', 'date'],
        properties: {
          status: { const: 'FAILED' },
          reason: { type: 'integer', description: 'The HTTP status.' },
          message: text('In Spanish, or in English where `locale` says so, with the code, 100 to 107.'),
          date: text('When it was answered.', { format: 'date-time' }),
        },
      },
    },
  },
};

/** Faults of both versions of SOAP. */
export const soapFaults: ErrorForm = {
  mediaType: 'text/xml',
  schemaName: 'SoapFault',
  schema: text('A SOAP Fault in the version of the request.'),
};

const statuses = {
  BadRequest: { status: 400, description: 'The request is malformed.' },
  Unauthorized: { status: 401, description: 'The credentials are missing, malformed, wrong, or used up.' },
  Forbidden: { status: 403, description: 'The credentials are right, and do not allow this.' },
  MethodNotAllowed: { status: 405, description: 'The method is not served here.' },
  TooLarge: { status: 413, description: 'The body is too large.' },
  Misdirected: { status: 421, description: 'This is not served under the host name that was asked for.' },
  TooManyRequests: { status: 429, description: 'Too many failed attempts.' },
  Fault: { status: 500, description: 'SOAP 1.1: the authentication failed.' },
  Unavailable: { status: 503, description: 'The credentials cannot be checked at the moment.' },
} as const;

export type ResponseName = keyof typeof statuses;

const headers: Partial<Record<ResponseName, JsonObject>> = {
  MethodNotAllowed: {
    Allow: { required: true, description: 'The methods that are.', schema: { type: 'string' } },
  },
  TooManyRequests: { 'Retry-After': { $ref: '#/components/headers/Retry-After' } },
  Unavailable: { 'Retry-After': { $ref: '#/components/headers/Retry-After' } },
};

/** The responses of these names, as components. A 401 carries the challenge. */
export function responsesOf(
  names: readonly ResponseName[],
  form: ErrorForm,
  challenges: readonly string[],
): JsonObject {
  return Object.fromEntries(names.map((name) => [name, responseOf(name, form, challenges)]));
}

function responseOf(name: ResponseName, form: ErrorForm, challenges: readonly string[]): JsonObject {
  const challenge = name === 'Unauthorized' && challenges.length > 0 && challengeHeader(challenges);
  return {
    description: `${statuses[name].status}: ${statuses[name].description}`,
    headers: {
      'Cache-Control': { $ref: '#/components/headers/No-Store' },
      ...headers[name],
      ...(challenge && { 'WWW-Authenticate': challenge }),
    },
    content: { [form.mediaType]: { schema: { $ref: `#/components/schemas/${form.schemaName}` } } },
  };
}

function challengeHeader(challenges: readonly string[]): JsonObject {
  return {
    required: true,
    description: 'How to authenticate (RFC 9110, section 11.6.1).',
    schema: { type: 'string' },
    examples: Object.fromEntries(
      challenges.map((value) => [value.split(' ', 1)[0] ?? 'challenge', { value }]),
    ),
  };
}

export const sharedHeaders: JsonObject = {
  'No-Store': { description: 'No refusal is kept.', schema: { const: 'no-store' } },
  'Retry-After': { required: true, description: 'Seconds.', schema: { type: 'integer', minimum: 1 } },
};

/** `{ "401": { "$ref": … } }`, as an operation names its responses. */
export function responseReferences(names: readonly ResponseName[]): JsonObject {
  return Object.fromEntries(
    names.map((name) => [String(statuses[name].status), { $ref: `#/components/responses/${name}` }]),
  );
}
