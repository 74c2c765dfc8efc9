/** A block of RFC 7468, the base64 not looked at yet. */
export interface PemBlock {
  /** Such as `CERTIFICATE`. */
  readonly label: string;
  /** What is between the two lines. Absent: the end is missing. */
  readonly body: string | undefined;
}

export interface PemText {
  readonly blocks: readonly PemBlock[];
  /** Whether there is anything but white space around the blocks. */
  readonly hasOtherText: boolean;
}

const BEGIN = '-----BEGIN ';
const DASHES = '-----';

/** Cuts a text at its `-----BEGIN …-----` and `-----END …-----`. */
export function pemBlocks(text: string): PemText {
  const blocks: PemBlock[] = [];
  let hasOtherText = false;
  let at = 0;
  for (;;) {
    const begin = text.indexOf(BEGIN, at);
    const before = text.slice(at, begin === -1 ? undefined : begin);
    hasOtherText ||= before.trim() !== '';
    if (begin === -1) return { blocks, hasOtherText };

    const labelAt = begin + BEGIN.length;
    const labelEnd = text.indexOf(DASHES, labelAt);
    const label = text.slice(labelAt, labelEnd === -1 ? undefined : labelEnd);
    const bodyAt = labelEnd + DASHES.length;
    const end = `-----END ${label}-----`;
    const bodyEnd = labelEnd === -1 ? -1 : text.indexOf(end, bodyAt);
    const next = labelEnd === -1 ? -1 : text.indexOf(BEGIN, bodyAt);
    // A block inside a block: the end of the outer one was lost.
    const isWhole = bodyEnd !== -1 && (next === -1 || bodyEnd < next);
    blocks.push({ label, body: isWhole ? text.slice(bodyAt, bodyEnd) : undefined });
    if (isWhole) at = bodyEnd + end.length;
    else if (next !== -1) at = next;
    else return { blocks, hasOtherText };
  }
}

/** The bytes of a block. `undefined` for what is not base64, padded (RFC 4648, section 4), however its lines are cut. */
export function bytesOf(body: string): Buffer | undefined {
  const base64 = body.replace(/\s/g, '');
  const bytes = Buffer.from(base64, 'base64');
  return base64 !== '' && bytes.toString('base64') === base64 ? bytes : undefined;
}
