import { certificateAndBasicSuite } from '../cases/certificate-and-basic/index.ts';
import { clientCertificateSuite } from '../cases/client-certificate/index.ts';
import { psd2RoleSuite } from '../cases/psd2-role/index.ts';
import { twoWayHostSuite } from '../cases/two-way-host/index.ts';
import {
  certificateAndBasicSubject,
  certificateSubject,
  psd2RoleSubject,
  twoWayHostSubject,
} from './certificate-credentials.ts';
import { documentedDialect, problemDetails } from './dialects.ts';
import { part, profileOf } from './profile.ts';

const dialect = documentedDialect({ flaw: problemDetails });
const accounts = {
  dialect,
  request: { method: 'GET', path: '/connectpay/mtls/accounts', headers: [] },
};
const psd2Accounts = {
  dialect,
  request: { method: 'GET', path: '/connectpay/psd2/accounts', headers: [] },
};

/**
 * ConnectPay, server to server: a certificate and Basic of one DevApp, and a QWAC for PSD2. Credentials: those of
 * `client-certificate`; requests are those of the sandbox where they are left out.
 *
 * @see ConnectPay, Developer portal, Server to server
 */
export const connectpayMutualTlsProfile = profileOf(
  part(clientCertificateSuite, (credentials) => certificateSubject(credentials, accounts)),
  part(certificateAndBasicSuite, (credentials) => {
    // Here it is always both.
    credentials.pair('account');
    return certificateAndBasicSubject(credentials, accounts);
  }),
  part(psd2RoleSuite, (credentials) => psd2RoleSubject(credentials, psd2Accounts)),
  part(twoWayHostSuite, (credentials) => twoWayHostSubject(credentials, accounts)),
);
