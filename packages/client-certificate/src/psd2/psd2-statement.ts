import { AsnProp, AsnPropTypes } from '@peculiar/asn1-schema';

/** The object identifier of the PSD2 statement (ETSI TS 119 495, annex A). */
export const id_etsi_psd2_qcStatement = '0.4.0.19495.2';

// The library has no PSD2. Its decorators are called as the functions that they are.

/** `RoleOfPSP ::= SEQUENCE { roleOfPspOid, roleOfPspName }` */
export class RoleOfPsp {
  oid = '';
  name = '';
}
AsnProp({ type: AsnPropTypes.ObjectIdentifier })(RoleOfPsp.prototype, 'oid');
AsnProp({ type: AsnPropTypes.Utf8String })(RoleOfPsp.prototype, 'name');

/** `PSD2QcType ::= SEQUENCE { rolesOfPSP, nCAName, nCAId }` */
export class Psd2QcType {
  roles: RoleOfPsp[] = [];
  authorityName = '';
  authorityId = '';
}
AsnProp({ type: RoleOfPsp, repeated: 'sequence' })(Psd2QcType.prototype, 'roles');
AsnProp({ type: AsnPropTypes.Utf8String })(Psd2QcType.prototype, 'authorityName');
AsnProp({ type: AsnPropTypes.Utf8String })(Psd2QcType.prototype, 'authorityId');
