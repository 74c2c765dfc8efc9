export { canonicalRequest, type RequestToSign } from './rsa/canonical-request.ts';
export { type RsaSignatureOptions, type RsaSignaturePrincipal, rsaSignature } from './rsa/rsa-signature.ts';
