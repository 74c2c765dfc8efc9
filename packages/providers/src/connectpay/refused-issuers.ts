/** What Let's Encrypt calls itself and the group behind it, in its certificates: those in use, and those of its tests. */
export const letsEncrypt: readonly string[] = [
  "Let's Encrypt",
  'Internet Security Research Group',
  'ISRG',
  "(STAGING) Let's Encrypt",
  '(STAGING) Internet Security Research Group',
];
