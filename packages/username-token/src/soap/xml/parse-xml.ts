import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { XmlAttribute, XmlElement } from './element.ts';

// Well past what any SOAP client sends. The bytes are bounded before: by whoever reads the body.
const DEEPEST = 32;
const MOST_ELEMENTS = 4096;
const MOST_ATTRIBUTES = 32;

export type ParsedXml =
  | { readonly kind: 'document'; readonly root: XmlElement }
  | { readonly kind: 'refused'; readonly detail: string };

/**
 * A document of XML 1.0 with namespaces, as SOAP lets a message be one: no document type declaration, and so no entity
 * but the five predefined; no processing instruction; in UTF-8. Depth, elements and attributes are bounded while it is
 * read. What is refused is not quoted.
 *
 * @see SOAP 1.1, section 3; SOAP 1.2, part 1, section 5
 */
export function parseXml(text: string): ParsedXml {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const builder = treeBuilder();
  parser.on('error', () => refuse('is not well-formed XML with namespaces'));
  parser.on('doctype', () => refuse('has a document type declaration'));
  parser.on('processinginstruction', () => refuse('holds a processing instruction'));
  parser.on('xmldecl', ({ version, encoding = 'UTF-8' }) => {
    if (version !== '1.0') refuse('is not XML 1.0');
    if (encoding.toLowerCase() !== 'utf-8') refuse('is declared to be in another encoding than UTF-8');
  });

  let attributes = 0;
  parser.on('opentagstart', () => {
    attributes = 0;
  });
  parser.on('attribute', ({ name, prefix, value }) => {
    attributes += 1;
    if (attributes > MOST_ATTRIBUTES) refuse(`has an element with more than ${MOST_ATTRIBUTES} attributes`);
    // The parser would trim it: to another reader it were another namespace.
    if ((prefix === 'xmlns' || name === 'xmlns') && value.trim() !== value) {
      refuse('declares a namespace with white space around it');
    }
  });
  parser.on('opentag', builder.open);
  parser.on('text', builder.text);
  parser.on('cdata', builder.text);
  parser.on('comment', builder.comment);
  parser.on('closetag', builder.close);

  try {
    parser.write(text).close();
    return builder.document();
  } catch (cause) {
    if (cause instanceof Refused) return { kind: 'refused', detail: cause.message };
    throw cause;
  }
}

/** Ends the parse: no handler of the parser can do so otherwise. */
class Refused extends Error {}

function refuse(detail: string): never {
  throw new Refused(detail);
}

interface Growing extends XmlElement {
  readonly children: Growing[];
  text: string;
  commented: boolean;
}

function treeBuilder() {
  const open: Growing[] = [];
  let root: Growing | undefined;
  let elements = 0;
  return {
    open(tag: SaxesTagNS): void {
      elements += 1;
      if (elements > MOST_ELEMENTS) refuse(`has more than ${MOST_ELEMENTS} elements`);
      if (open.length >= DEEPEST) refuse(`is nested deeper than ${DEEPEST} elements`);
      const element: Growing = {
        namespace: tag.uri,
        name: tag.local,
        attributes: attributesOf(tag),
        children: [],
        text: '',
        commented: false,
      };
      open.at(-1)?.children.push(element);
      root ??= element;
      open.push(element);
    },
    text(text: string): void {
      const element = open.at(-1);
      if (element) element.text += text;
    },
    comment(): void {
      const element = open.at(-1);
      if (element) element.commented = true;
    },
    close(): void {
      open.pop();
    },
    document(): ParsedXml {
      return root ? { kind: 'document', root } : refuse('is empty');
    },
  };
}

function attributesOf({ attributes }: SaxesTagNS): XmlAttribute[] {
  const own: XmlAttribute[] = [];
  for (const { name, prefix, uri, local, value } of Object.values(attributes)) {
    if (name !== 'xmlns' && prefix !== 'xmlns') own.push({ namespace: uri, name: local, value });
  }
  return own;
}
