/** What a customer would see of a purchase: what the merchant signed, and nothing that can be clicked. */
export function purchasePage(merchant: string, parameters: unknown): string {
  const rows = Object.entries(parameters ?? {}).map(
    ([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(textOf(value))}</td></tr>`,
  );
  return [
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Purchase (sandbox)</title>',
    `<h1>Purchase at ${escaped(merchant)}</h1><table>${rows.join('')}</table></html>`,
  ].join('\n');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
