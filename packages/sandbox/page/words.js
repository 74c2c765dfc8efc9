/**
 * How the page calls what the log has codes for.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const PROVIDERS = {
  smart2pay: 'Smart2Pay',
  connectpay: 'ConnectPay',
  pledg: 'Pledg',
  placetopay: 'Placetopay',
  oauth: 'OAuth',
  mirror: 'Mirror',
};

/** @type {Readonly<Record<string, string>>} */
export const OUTCOMES = {
  accepted: 'Accepted',
  rejected: 'Refused',
  absent: 'No credential',
  unavailable: 'Unavailable',
  none: 'Not checked',
};

export const LANGUAGES = {
  curl: 'curl',
  javascript: 'JavaScript',
  php: 'PHP',
  python: 'Python',
  java: 'Java',
};

/** @type {Readonly<Record<string, string>>} */
export const STATUSES = {
  active: 'Active',
  inactive: 'Inactive',
  expired: 'Expired',
  'credentials-expired': 'Credentials expired',
};

/**
 * `03:04:05`, in UTC as the seeds and the log are.
 *
 * @param {string} iso
 */
export function timeOf(iso) {
  return iso.slice(11, 19);
}

/**
 * What Placetopay calls a reason, or the outcome of a request without one.
 *
 * @type {Readonly<Record<string, number>>}
 */
export const PLACETOPAY_CODES = {
  absent: 100,
  'account-unknown': 101,
  'proof-mismatch': 102,
  'digest-not-allowed': 102,
  'seed-outside-window': 103,
  'seed-before-watermark': 103,
  replayed: 103,
  'account-inactive': 104,
  'account-expired': 105,
  'credentials-expired': 106,
  'credentials-malformed': 107,
};
