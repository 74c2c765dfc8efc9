import { type InboundHeaders, parseAddress } from '@countersign/core';

// Names the mistake in a PSU-IP-Address, where it can be recognised. Only asked for an explanation.

// Where clients put it.
const otherHeaders = [
  'x-psu-ip-address',
  'psu-ip',
  'psu_ip_address',
  'x-forwarded-for',
  'x-real-ip',
  'forwarded',
];

export function psuIpAbsentMistake(headers: InboundHeaders): string {
  const other = otherHeaders.find((name) => headers.all(name).length > 0);
  const right = "send the user's own address in PSU-IP-Address";
  return other ? `${right}: ${other} is not read` : `${right}, such as 203.0.113.7`;
}

export function psuIpFormMistake([value = '', ...others]: readonly string[]): string | undefined {
  if (others.length > 0 || value.includes(',')) return "send one address: the user's own, not a list";
  const [address = '', port] = value.split(/:(?=\d{1,5}$)/);
  if (port !== undefined && isAddress(address)) return 'leave the port out';
  if (/^\[.*\]$/.test(value) && isAddress(value)) return 'write the IPv6 address without brackets';
  if (isAddress(value.split('%', 1)[0])) return 'leave the zone out';
  if (isAddress(value.split('/', 1)[0])) return 'send an address, not a network';
  if (isAddress(value.trim())) return 'leave the white space out';
  return /^[a-z]/i.test(value) ? 'send an address, not a name' : undefined;
}

function isAddress(text = ''): boolean {
  return parseAddress(text.replace(/^\[(.*)\]$/, '$1')) !== undefined;
}
