import type { Suite } from '../../contract-case.ts';
import { asksOnlyAtTheHandshake } from './asks-only-at-the-handshake.ts';
import { believesANameInAHeader } from './believes-a-name-in-a-header.ts';
import { believesClientCert } from './believes-client-cert.ts';
import { believesForwardedClientCert } from './believes-forwarded-client-cert.ts';
import { believesUnderscores } from './believes-underscores.ts';
import { believesWhatAwsSets } from './believes-what-aws-sets.ts';
import { believesWhatNginxSets } from './believes-what-nginx-sets.ts';
import type { CertificateSubject } from './certificate-subject.ts';
import { chokesOnALeafAlone } from './chokes-on-a-leaf-alone.ts';
import { hangsUpOnWhoHasNoCertificate } from './hangs-up-on-who-has-no-certificate.ts';
import { letsAHeaderStandIn } from './lets-a-header-stand-in.ts';
import { letsAnybodyIn } from './lets-anybody-in.ts';
import { letsInactiveAccountsIn } from './lets-inactive-accounts-in.ts';
import { mixesUpConnections } from './mixes-up-connections.ts';
import { refusesTheRightCertificate } from './refuses-the-right-certificate.ts';
import { takesABorrowedChain } from './takes-a-borrowed-chain.ts';
import { takesACertificateBeforeItsTime } from './takes-a-certificate-before-its-time.ts';
import { takesACertificateForServers } from './takes-a-certificate-for-servers.ts';
import { takesAClientForAnAuthority } from './takes-a-client-for-an-authority.ts';
import { takesARevokedCertificate } from './takes-a-revoked-certificate.ts';
import { takesASelfSignedCertificate } from './takes-a-self-signed-certificate.ts';
import { takesAnExpiredCertificate } from './takes-an-expired-certificate.ts';
import { takesAnOutdatedVersion } from './takes-an-outdated-version.ts';
import { takesAnyTrustedCertificate } from './takes-any-trusted-certificate.ts';
import { takesTheCertificateOfANamesake } from './takes-the-certificate-of-a-namesake.ts';
import { takesTheCertificateOfAnotherIssuer } from './takes-the-certificate-of-another-issuer.ts';
import { takesTheNameForTheCertificate } from './takes-the-name-for-the-certificate.ts';
import { takesTheSerialNumberForTheCertificate } from './takes-the-serial-number-for-the-certificate.ts';
import { wantsTheRoot } from './wants-the-root.ts';

/** Mutual TLS: a client certificate that is attached to an account. */
export const clientCertificateSuite: Suite<CertificateSubject> = {
  name: 'client-certificate',
  cases: [
    refusesTheRightCertificate,
    letsAnybodyIn,
    hangsUpOnWhoHasNoCertificate,
    wantsTheRoot,
    chokesOnALeafAlone,
    takesAnyTrustedCertificate,
    takesTheNameForTheCertificate,
    takesTheSerialNumberForTheCertificate,
    takesTheCertificateOfAnotherIssuer,
    takesASelfSignedCertificate,
    takesTheCertificateOfANamesake,
    takesABorrowedChain,
    takesAClientForAnAuthority,
    takesAnExpiredCertificate,
    takesACertificateBeforeItsTime,
    takesARevokedCertificate,
    takesACertificateForServers,
    letsInactiveAccountsIn,
    believesClientCert,
    believesForwardedClientCert,
    believesWhatNginxSets,
    believesWhatAwsSets,
    believesANameInAHeader,
    believesUnderscores,
    letsAHeaderStandIn,
    asksOnlyAtTheHandshake,
    takesAnOutdatedVersion,
    mixesUpConnections,
  ],
};
