/** What stands where a secret would. */
export const MASK = '••••••••';
