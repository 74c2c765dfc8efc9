import { type Description, descriptions } from './descriptions.ts';
import { type JsonObject, responseReferences, responsesOf, sharedHeaders } from './responses.ts';

export type OpenApiProfile = keyof typeof descriptions;

export const openApiProfiles = Object.keys(descriptions) as OpenApiProfile[];

/**
 * What a profile asks of a request, and how it refuses one, as an OpenAPI 3.1 document to paste from or to merge: its
 * `components` hold the security schemes, parameters, schemas and responses, and `x-responses` is what an operation
 * that is guarded says under `responses`, beside its own.
 *
 * A username token is in the body, where OpenAPI knows no security scheme: it is a schema.
 *
 * @throws TypeError naming the profiles there are
 * @see OpenAPI Specification 3.1, sections 4.8.7 and 4.8.27
 */
export function openApiFor(profile: OpenApiProfile): JsonObject {
  if (!Object.hasOwn(descriptions, profile)) {
    throw new TypeError(`there is no profile «${profile}»: it is one of ${openApiProfiles.join(', ')}`);
  }
  const description: Description = descriptions[profile];
  const { title, securitySchemes, security, responses, errors, challenges, parameters, schemas, paths } =
    description;
  return {
    openapi: '3.1.0',
    info: { title: `${title}: authentication`, version: '1' },
    ...(security && { security }),
    ...(paths && { paths }),
    components: {
      ...(Object.keys(securitySchemes).length > 0 && { securitySchemes }),
      ...(parameters && { parameters }),
      headers: sharedHeaders,
      responses: responsesOf(responses, errors, challenges),
      schemas: { ...schemas, [errors.schemaName]: errors.schema },
    },
    'x-responses': responseReferences(responses),
  };
}
