/** Types of attributes that have a short name here: those of RFC 4514 section 3, and those that certificates hold beside them. */
const shortNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.15': 'businessCategory',
  '2.5.4.17': 'postalCode',
  '2.5.4.42': 'GN',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
};

const types = new Map(Object.entries(shortNames).map(([type, name]) => [name.toLowerCase(), type]));

/** The attribute type of common names. */
export const COMMON_NAME = '2.5.4.3';

/** The short name of a type, or the type itself: an object identifier in dotted decimals. */
export function shortNameOf(type: string): string {
  return shortNames[type] ?? type;
}

/** The type that a short name, in whatever case, or an object identifier stands for. */
export function attributeTypeOf(name: string): string | undefined {
  return types.get(name.toLowerCase()) ?? (/^\d+(?:\.\d+)+$/.test(name) ? name : undefined);
}
