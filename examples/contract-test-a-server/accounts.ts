/** Test accounts, and which of them the contract is to use for what. */
export const secrets = new Map([
  ['partner', 's3cret'],
  ['colonist', 's3:cr:et'],
]);

export const credentials = {
  request: { method: 'GET', path: '/orders' },
  account: { id: 'partner', secret: 's3cret' },
  accountWithColon: { id: 'colonist', secret: 's3:cr:et' },
};
