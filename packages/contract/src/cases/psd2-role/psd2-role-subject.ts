import type { ContractCase } from '../../contract-case.ts';
import type { Dialect } from '../../dialect.ts';
import type { ClientCertificate, OutboundRequest } from '../../request.ts';

/** What the cases of PSD2 roles need to know. */
export interface Psd2RoleSubject {
  readonly dialect: Dialect;
  /** What a role is needed for, without a certificate. */
  readonly request: OutboundRequest;
  /** A QWAC that holds the role. */
  readonly qwac: ClientCertificate;
  /** A QWAC that holds another role, and not this one. */
  readonly qwacOtherRole?: ClientCertificate | undefined;
  /** For electronic seals, with the role. */
  readonly qseal?: ClientCertificate | undefined;
  /** Of an account, and no QWAC. */
  readonly unqualified?: ClientCertificate | undefined;
}

export type Psd2RoleCase = ContractCase<Psd2RoleSubject>;
