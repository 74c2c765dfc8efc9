import { MASK } from '../passing/mask.ts';
import type {
  BasicCredential,
  BearerCredential,
  CertificateFiles,
  PassingRequest,
  UsernameTokenCredential,
} from '../passing/passing-request.ts';
import { betweenParts, credentialLines, headersOf, type ProgramHeader } from './request-parts.ts';

const LINES = { pair: pairLines, token: bearerLines, usernameToken: usernameTokenLines };

/** A class for Java 11 and newer, with nothing to install: `java Passing.java` runs it. */
export function java(request: PassingRequest): string {
  const { credential, certificate } = request;
  const imports = new Set(['java.net.URI', 'java.net.http.*']);
  if (credential.kind !== 'certificate-alone') {
    imports.add('java.nio.charset.StandardCharsets').add('java.util.Base64');
  }
  if (credential.kind === 'bearer') imports.add('java.util.regex.*');
  if (credential.kind === 'username-token') {
    imports.add('java.security.*').add('java.time.Instant');
  }
  if (certificate) {
    for (const name of [
      'java.nio.file.*',
      'java.security.*',
      'java.security.cert.*',
      'java.security.cert.Certificate',
    ]) {
      imports.add(name);
    }
    imports.add('java.security.spec.PKCS8EncodedKeySpec').add('java.util.Base64').add('javax.net.ssl.*');
  }
  const main = [
    ...(certificate ? tlsLines(certificate) : ['HttpClient client = HttpClient.newHttpClient();']),
    ...credentialLines(request, LINES),
    ...requestLines('request', request),
    'HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());',
    'System.out.println(response.statusCode() + " " + response.body());',
  ];
  return [
    ...[...imports].sort().map((name) => `import ${name};`),
    '',
    'public class Passing {',
    '  public static void main(String[] args) throws Exception {',
    ...main.map((line) => `    ${line}`),
    '  }',
    '}',
    '',
  ].join('\n');
}

function pairLines({ id, secret }: BasicCredential): string[] {
  return [
    `String id = ${text(id)};`,
    `String secret = ${text(secret)};`,
    'String pair = Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));',
  ];
}

function bearerLines({ tokenRequest, tokenField }: BearerCredential): string[] {
  return [
    ...requestLines('tokenRequest', tokenRequest),
    'String answer = client.send(tokenRequest, HttpResponse.BodyHandlers.ofString()).body();',
    `Matcher field = Pattern.compile("\\"${tokenField}\\"\\\\s*:\\\\s*\\"([^\\"]+)\\"").matcher(answer);`,
    'if (!field.find()) throw new IllegalStateException(answer);',
    'String token = field.group(1);',
  ];
}

function usernameTokenLines({ secret, digest }: UsernameTokenCredential): string[] {
  return [
    `String secretKey = ${text(secret)};`,
    'byte[] nonce = new byte[16];',
    'new SecureRandom().nextBytes(nonce);',
    'String seed = Instant.now().toString();',
    `MessageDigest digest = MessageDigest.getInstance("${digest === 'sha1' ? 'SHA-1' : 'SHA-256'}");`,
    'digest.update(nonce);',
    'digest.update(seed.getBytes(StandardCharsets.UTF_8));',
    'digest.update(secretKey.getBytes(StandardCharsets.UTF_8));',
    'Base64.Encoder base64 = Base64.getEncoder();',
    'String tranKey = base64.encodeToString(digest.digest());',
  ];
}

function requestLines(name: string, request: PassingRequest): string[] {
  const { method, url, credential, body } = request;
  const all = headersOf(request).map(headerArguments);
  const publisher = body
    ? `HttpRequest.BodyPublishers.ofString(${bodyExpression(body, credential)})`
    : 'HttpRequest.BodyPublishers.noBody()';
  return [
    `HttpRequest ${name} = HttpRequest.newBuilder(URI.create(${text(url)}))`,
    ...all.map((header) => `  .header(${header})`),
    `  .method(${text(method)}, ${publisher})`,
    '  .build();',
  ];
}

function headerArguments({ name, text: before, variable }: ProgramHeader): string {
  if (variable === undefined) return `${text(name)}, ${text(before)}`;
  return `${text(name)}, ${before === '' ? variable : `${text(before)} + ${variable}`}`;
}

function bodyExpression(
  body: NonNullable<PassingRequest['body']>,
  credential: PassingRequest['credential'],
): string {
  if (body.type === 'form') return text(body.text);
  if (body.type === 'soap') {
    return betweenParts(body, text, ['base64.encodeToString(nonce)', 'seed', 'tranKey']).join(' + ');
  }
  if (credential.kind !== 'username-token') return text(JSON.stringify(body.value));
  const auth = { login: credential.id, tranKey: '%s', nonce: '%s', seed: '%s' };
  // The login stands in the format as well: its percent signs must not count.
  const format = JSON.stringify({ auth, ...body.value }).replace(/%(?!s")/g, '%%');
  return `String.format(${text(format)}, tranKey, base64.encodeToString(nonce), seed)`;
}

/** Java reads no PEM: a key store of the chain and the key, and one of whom to trust. */
function tlsLines({ ca, chain, key }: CertificateFiles): string[] {
  return [
    'CertificateFactory x509 = CertificateFactory.getInstance("X.509");',
    'KeyStore trusted = KeyStore.getInstance("PKCS12");',
    'trusted.load(null, null);',
    `trusted.setCertificateEntry("ca", x509.generateCertificate(Files.newInputStream(Path.of(${text(ca)}))));`,
    `String pem = Files.readString(Path.of(${text(key)})).replaceAll("-----[A-Z ]+-----|\\\\s", "");`,
    'PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem));',
    'PrivateKey privateKey = KeyFactory.getInstance("EC").generatePrivate(spec);',
    `var chain = x509.generateCertificates(Files.newInputStream(Path.of(${text(chain)})));`,
    'KeyStore own = KeyStore.getInstance("PKCS12");',
    'own.load(null, null);',
    'own.setKeyEntry("client", privateKey, new char[0], chain.toArray(new Certificate[0]));',
    'KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());',
    'keys.init(own, new char[0]);',
    'TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());',
    'trust.init(trusted);',
    'SSLContext tls = SSLContext.getInstance("TLS");',
    'tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);',
    'HttpClient client = HttpClient.newBuilder().sslContext(tls).build();',
  ];
}

/**
 * A string literal, whatever is in it and whatever the compiler takes the file's encoding for. Octal for control
 * characters: `\u000a` would end the line before the literal is read.
 */
function text(value: string): string {
  // Nobody compiles a masked program: it is looked at.
  if (value === MASK) return `"${MASK}"`;
  const escaped = value.replace(/[\\"\u0000-\u001f\u007f-\uffff]/g, (character) => {
    if (character === '\\' || character === '"') return `\\${character}`;
    const code = character.charCodeAt(0);
    return code < 0x80
      ? `\\${code.toString(8).padStart(3, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}
