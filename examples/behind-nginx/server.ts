// An API behind nginx, which ends TLS and hands the client's certificate on. Whoever is inside the network may call it
// directly as well, over TLS of its own.
//
//   npm start in the repository, which prints the folder of the demo certificates; in that folder, for the server:
//     openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -addext subjectAltName=DNS:localhost \
//       -keyout server-key.pem -out server-chain.pem
//   CERTIFICATES=that/folder npm start
//   export CERTIFICATES=that/folder FOLDER=$(mktemp -d) NGINX_PORT=8443 APP_PORT=3000
//   envsubst '$CERTIFICATES $FOLDER $NGINX_PORT $APP_PORT' < nginx.conf.template > $FOLDER/nginx.conf
//   nginx -p $FOLDER -e stderr -c nginx.conf
//   cd $CERTIFICATES; curl --cacert server-chain.pem --cert client-chain.pem --key client-key.pem https://localhost:8443/accounts
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { attachmentOf, clientCertificate } from '@countersign/client-certificate';
import { memoryDirectory } from '@countersign/core';
import { authOf, guard } from '@countersign/express';
import express from 'express';

const { CERTIFICATES = '.', PORT = '3000', TLS_PORT = '3443', PROXY = '127.0.0.2' } = process.env;
const pem = (name: string) => readFileSync(join(CERTIFICATES, `${name}.pem`), 'utf8');

// The one list of proxies: for the certificate, and for the address of the client.
const trustedProxies = [PROXY];

// What the partner handed in: its certificate, and what is between that and the root, which nginx does not hand on.
const chain = pem('client-chain');
const [, ...issuers] = chain.split(/(?<=-----END CERTIFICATE-----\n)/);

const partner = clientCertificate({
  directory: memoryDirectory([{ id: 'partner', certificates: [attachmentOf(chain)] }]),
  trustAnchors: pem('ca'),
  intermediates: issuers,
  requireTls: true,
  proxies: {
    trusted: trustedProxies,
    form: 'nginx-escaped-pem',
    onUntrustedHeader: ({ header, peerAddress }) =>
      console.warn(`${header} from ${peerAddress} does not count`),
  },
});

const app = express();

app.get('/accounts', guard(partner, { trustedProxies }), (req, res) => {
  const { account, commonName } = authOf(req, partner).principal;
  res.json({ account, commonName, accounts: [] });
});

app.listen(Number(PORT), '127.0.0.1', () => console.log(`for nginx: http://127.0.0.1:${PORT}`));

createServer(
  {
    cert: pem('server-chain'),
    key: pem('server-key'),
    requestCert: true,
    rejectUnauthorized: false,
    ca: [],
  },
  app,
).listen(Number(TLS_PORT), '127.0.0.1', () =>
  console.log(`directly: https://localhost:${TLS_PORT}/accounts`),
);
