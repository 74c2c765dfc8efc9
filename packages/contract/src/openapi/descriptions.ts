import {
  type ErrorForm,
  type JsonObject,
  placetopayErrors,
  problemDetails,
  type ResponseName,
  smart2payErrors,
  soapFaults,
  tokenErrors,
} from './responses.ts';

/** What a profile says in OpenAPI. */
export interface Description {
  readonly title: string;
  readonly securitySchemes: JsonObject;
  /** Any of these is enough. Absent: the credential is in the body, where OpenAPI knows no security scheme. */
  readonly security?: readonly JsonObject[];
  readonly responses: readonly ResponseName[];
  readonly errors: ErrorForm;
  readonly challenges: readonly string[];
  readonly parameters?: JsonObject;
  readonly schemas?: JsonObject;
  readonly paths?: JsonObject;
}

const basicChallenge = (realm: string) => `Basic realm="${realm}", charset="UTF-8"`;
const basic = (description: string): JsonObject => ({ type: 'http', scheme: 'basic', description });
const bearer = (description: string): JsonObject => ({
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description,
});

const common: readonly ResponseName[] = ['Unauthorized', 'Forbidden', 'TooManyRequests', 'Unavailable'];
const withBadRequest: readonly ResponseName[] = ['BadRequest', ...common];

const clientCredentials = (tokenUrl: string): JsonObject => ({
  type: 'oauth2',
  description: 'A token for an account, by HTTP Basic (RFC 6749, section 4.4).',
  flows: { clientCredentials: { tokenUrl, scopes: {} } },
});

const psuIpAddress: JsonObject = {
  PsuIpAddress: {
    name: 'PSU-IP-Address',
    in: 'header',
    required: true,
    description: "The address of the user's device: one literal IPv4 or IPv6 address, without a port.",
    schema: { type: 'string', anyOf: [{ format: 'ipv4' }, { format: 'ipv6' }] },
    example: '203.0.113.7',
  },
};

const apiKey = (name: string): JsonObject => ({
  type: 'apiKey',
  in: 'header',
  name,
  description: 'base64(id:secret), bare or after `Basic `.',
});

const mutualTls: JsonObject = {
  type: 'mutualTLS',
  description: 'A client certificate that is attached to the account: its serial number and common name.',
};

const usernameToken: JsonObject = {
  type: 'object',
  description: 'Made anew for every request: it is good for one use.',
  required: ['login', 'tranKey', 'nonce', 'seed'],
  properties: {
    login: { type: 'string', description: 'The identifier of the account.' },
    tranKey: {
      type: 'string',
      contentEncoding: 'base64',
      description: 'Base64(SHA-256(nonce + seed + secretKey)), over the decoded nonce.',
    },
    nonce: { type: 'string', contentEncoding: 'base64', description: 'Random bytes, 16 or more.' },
    seed: {
      type: 'string',
      format: 'date-time',
      description: 'When the request was made, with its zone. 300 seconds from the clock at most, both ways.',
    },
  },
};

const tokenEndpointPath = (path: string): JsonObject => ({
  [path]: {
    post: {
      operationId: 'token',
      summary: 'A token for an account (RFC 6749, section 4.4)',
      security: [{ clientBasic: [] }],
      requestBody: {
        required: true,
        content: {
          'application/x-www-form-urlencoded': {
            schema: {
              type: 'object',
              required: ['grant_type'],
              properties: { grant_type: { const: 'client_credentials' }, scope: { type: 'string' } },
            },
          },
        },
      },
      responses: {
        '200': {
          description: 'A token.',
          headers: { 'Cache-Control': { $ref: '#/components/headers/No-Store' } },
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['access_token', 'token_type', 'expires_in'],
                properties: {
                  access_token: { type: 'string' },
                  token_type: { const: 'Bearer' },
                  expires_in: { type: 'integer', description: 'Seconds.' },
                },
              },
            },
          },
        },
        default: {
          description: 'No token (RFC 6749, section 5.2).',
          headers: { 'Cache-Control': { $ref: '#/components/headers/No-Store' } },
          content: { 'application/json': { schema: { $ref: '#/components/schemas/TokenError' } } },
        },
      },
    },
  },
});

const clientBasic = basic('The account and its secret, at the token endpoint.');

const basicProfile: Description = {
  title: 'HTTP Basic',
  securitySchemes: { basic: basic('RFC 7617, in UTF-8.') },
  security: [{ basic: [] }],
  responses: common,
  errors: problemDetails,
  challenges: [basicChallenge('API')],
};

const bearerProfile: Description = {
  title: 'Access tokens',
  securitySchemes: { bearer: bearer('In the Authorization header alone (RFC 6750, section 2.1).') },
  security: [{ bearer: [] }],
  responses: withBadRequest,
  errors: problemDetails,
  challenges: ['Bearer realm="API"', 'Bearer realm="API", error="invalid_token"'],
};

const certificateProfile: Description = {
  title: 'Client certificates',
  securitySchemes: { certificate: mutualTls },
  security: [{ certificate: [] }],
  responses: [...common, 'Misdirected'],
  errors: problemDetails,
  challenges: [],
};

const usernameTokenProfile: Description = {
  title: 'Username token',
  securitySchemes: {},
  responses: ['BadRequest', ...common, 'TooLarge'],
  errors: problemDetails,
  challenges: ['WSSE realm="API", profile="UsernameToken"'],
  schemas: { UsernameToken: usernameToken },
};

export const descriptions = {
  smart2pay: {
    ...basicProfile,
    title: 'Smart2Pay',
    securitySchemes: { smart2pay: basic('The SiteID and its API key.') },
    security: [{ smart2pay: [] }],
    errors: smart2payErrors,
    challenges: [basicChallenge('Smart2Pay')],
  },
  connectpay: {
    title: 'ConnectPay',
    securitySchemes: {
      basic: basic('ClientKey and ClientSecret.'),
      partner: apiKey('x-connectpay-api-key'),
      user: bearer("A user's token of five minutes, with PSU-IP-Address."),
    },
    security: [{ basic: [] }, { partner: [] }, { user: [] }],
    responses: withBadRequest,
    errors: problemDetails,
    challenges: [basicChallenge('ConnectPay'), 'Bearer realm="ConnectPay"'],
    parameters: psuIpAddress,
  },
  'connectpay-mtls': {
    ...certificateProfile,
    title: 'ConnectPay, server to server',
    securitySchemes: {
      certificate: mutualTls,
      basic: basic('ClientKey and ClientSecret of the same DevApp.'),
    },
    security: [{ certificate: [], basic: [] }],
    challenges: [basicChallenge('ConnectPay')],
  },
  pledg: {
    ...bearerProfile,
    title: 'Pledg',
    securitySchemes: { pledg: clientCredentials('/api/token'), clientBasic },
    security: [{ pledg: [] }],
    challenges: ['Bearer realm="Pledg"'],
    paths: tokenEndpointPath('/api/token'),
    schemas: { [tokenErrors.schemaName]: tokenErrors.schema },
  },
  placetopay: {
    ...usernameTokenProfile,
    title: 'Placetopay',
    errors: placetopayErrors,
    challenges: ['WSSE realm="Placetopay", profile="UsernameToken"'],
    schemas: {
      UsernameToken: usernameToken,
      PlacetopayRequest: {
        type: 'object',
        required: ['auth'],
        properties: {
          auth: { $ref: '#/components/schemas/UsernameToken' },
          locale: { type: 'string', description: 'The language of errors: Spanish unless it is English.' },
        },
      },
    },
  },
  'placetopay-soap': {
    title: 'Placetopay over SOAP',
    securitySchemes: {},
    responses: ['BadRequest', 'Fault', 'TooManyRequests', 'Unavailable'],
    errors: soapFaults,
    challenges: [],
  },
  basic: basicProfile,
  'api-key-header': {
    ...basicProfile,
    title: 'API key in a header',
    securitySchemes: { apiKey: apiKey('x-api-key') },
    security: [{ apiKey: [] }],
    challenges: [basicChallenge('API')],
  },
  bearer: bearerProfile,
  'token-endpoint': {
    ...basicProfile,
    title: 'Token endpoint',
    securitySchemes: { clientBasic },
    security: [{ clientBasic: [] }],
    responses: [
      'BadRequest',
      'Unauthorized',
      'MethodNotAllowed',
      'TooLarge',
      'TooManyRequests',
      'Unavailable',
    ],
    errors: tokenErrors,
    paths: tokenEndpointPath('/token'),
  },
  'client-certificate': certificateProfile,
  'username-token': usernameTokenProfile,
} as const satisfies Readonly<Record<string, Description>>;
