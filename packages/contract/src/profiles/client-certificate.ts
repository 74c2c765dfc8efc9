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
import { openDialect } from './dialects.ts';
import { part, profileOf } from './profile.ts';

const known = { dialect: openDialect() };

/**
 * Client certificates on any server that ends TLS itself. Credentials: `request`, `certificates` with `client`, and as
 * many others as there are; `account` where Basic is wanted beside the certificate, `psd2` where a role is, `hosts`
 * where certificate-protected APIs have a name of their own.
 */
export const clientCertificateProfile = profileOf(
  part(clientCertificateSuite, (credentials) => certificateSubject(credentials, known)),
  part(certificateAndBasicSuite, (credentials) => certificateAndBasicSubject(credentials, known)),
  part(psd2RoleSuite, (credentials) => psd2RoleSubject(credentials, known)),
  part(twoWayHostSuite, (credentials) => twoWayHostSubject(credentials, known)),
);
