import { describe, expect, test } from 'vitest';
import { parseXml } from './parse-xml.ts';

function rootOf(text: string) {
  const parsed = parseXml(text);
  if (parsed.kind === 'refused') throw new Error(parsed.detail);
  return parsed.root;
}

function refusalOf(text: string): string | undefined {
  const parsed = parseXml(text);
  return parsed.kind === 'refused' ? parsed.detail : undefined;
}

test('an element is named by its namespace, whatever its prefix', () => {
  const root = rootOf('<p:a xmlns:p="urn:1" xmlns="urn:2" b="3" p:b="4"><c/><c xmlns=""/></p:a>');
  expect(root).toEqual({
    namespace: 'urn:1',
    name: 'a',
    attributes: [
      { namespace: '', name: 'b', value: '3' },
      { namespace: 'urn:1', name: 'b', value: '4' },
    ],
    children: [
      { namespace: 'urn:2', name: 'c', attributes: [], children: [], text: '', commented: false },
      { namespace: '', name: 'c', attributes: [], children: [], text: '', commented: false },
    ],
    text: '',
    commented: false,
  });
});

describe('text', () => {
  test.each([
    { what: 'characters', xml: '<a>é€😀</a>', text: 'é€😀' },
    { what: 'the five predefined entities', xml: '<a>&lt;&gt;&amp;&quot;&apos;</a>', text: '<>&"\'' },
    { what: 'numeric references', xml: '<a>&#65;&#x42;&#x1F600;</a>', text: 'AB😀' },
    { what: 'a reference is not read again', xml: '<a>&amp;lt;&#38;amp;</a>', text: '&lt;&amp;' },
    { what: 'CDATA beside text', xml: '<a>1<![CDATA[<2>&amp;]]>3</a>', text: '1<2>&amp;3' },
    { what: 'line ends as XML has them', xml: '<a>1\r\n2\r3</a>', text: '1\n2\n3' },
    { what: 'without that of children', xml: '<a>1<b>2</b>3</a>', text: '13' },
  ])('$what', ({ xml, text }) => expect(rootOf(xml).text).toBe(text));

  test('a comment is left out, and told', () => {
    expect(rootOf('<a>1<!-- 2 -->3</a>')).toMatchObject({ text: '13', commented: true });
    expect(rootOf('<a>1<b><!-- 2 --></b></a>')).toMatchObject({ commented: false });
  });
});

describe('what an element and a document may not be', () => {
  const malformed = 'is not well-formed XML with namespaces';
  test.each([
    { what: 'empty', xml: '', why: malformed },
    { what: 'no XML', xml: '{"auth":{}}', why: malformed },
    { what: 'cut short', xml: '<a><b></b>', why: malformed },
    { what: 'crossed', xml: '<a><b></a></b>', why: malformed },
    { what: 'two roots', xml: '<a/><a/>', why: malformed },
    { what: 'text behind the root', xml: '<a/>b', why: malformed },
    { what: 'an attribute twice', xml: '<a b="1" b="1"/>', why: malformed },
    {
      what: 'an attribute twice, under two prefixes',
      xml: '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>',
      why: malformed,
    },
    { what: 'an undeclared prefix', xml: '<p:a/>', why: malformed },
    { what: 'an undeclared prefix of an attribute', xml: '<a p:b="1"/>', why: malformed },
    { what: 'a prefix declared beside, not above', xml: '<a><b xmlns:p="u"/><p:c/></a>', why: malformed },
    { what: 'a prefix declared away', xml: '<a xmlns:p="u"><b xmlns:p=""/></a>', why: malformed },
    { what: 'the xml prefix bound anew', xml: '<a xmlns:xml="u"/>', why: malformed },
    { what: 'an attribute without quotes', xml: '<a b=1/>', why: malformed },
    { what: '< in an attribute', xml: '<a b="<"/>', why: malformed },
    { what: 'an unknown entity', xml: '<a>&nbsp;</a>', why: malformed },
    { what: 'an entity named as what objects inherit', xml: '<a>&toString;&__proto__;</a>', why: malformed },
    { what: 'a bare ampersand', xml: '<a>a & b</a>', why: malformed },
    { what: 'a reference to U+0000', xml: '<a>&#0;</a>', why: malformed },
    { what: 'a reference to a surrogate', xml: '<a>&#xD800;</a>', why: malformed },
    { what: 'a control character', xml: '<a>\u0001</a>', why: malformed },
    { what: 'U+FFFE', xml: '<a>\ufffe</a>', why: malformed },
    { what: ']]> in text', xml: '<a>]]></a>', why: malformed },
    { what: '-- in a comment', xml: '<a><!-- -- --></a>', why: malformed },
    { what: 'a declaration that is late', xml: ' <?xml version="1.0"?><a/>', why: malformed },
    { what: 'a document type', xml: '<!DOCTYPE a><a/>', why: 'has a document type declaration' },
    {
      what: 'an external document type',
      xml: '<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>',
      why: 'has a document type declaration',
    },
    {
      what: 'entities that multiply',
      xml: '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;&c;</a>',
      why: 'has a document type declaration',
    },
    {
      what: 'a predefined entity defined anew',
      xml: '<!DOCTYPE a [<!ENTITY lt "x">]><a>&lt;</a>',
      why: 'has a document type declaration',
    },
    { what: 'a processing instruction before', xml: '<?p?><a/>', why: 'holds a processing instruction' },
    { what: 'a processing instruction inside', xml: '<a><?p q?></a>', why: 'holds a processing instruction' },
    { what: 'a processing instruction behind', xml: '<a/><?p?>', why: 'holds a processing instruction' },
    { what: 'XML 1.1', xml: '<?xml version="1.1"?><a/>', why: 'is not XML 1.0' },
    ...['UTF-16', 'ISO-8859-1', 'UTF-7', 'utf8'].map((encoding) => ({
      what: `declared as ${encoding}`,
      xml: `<?xml version="1.0" encoding="${encoding}"?><a/>`,
      why: 'is declared to be in another encoding than UTF-8',
    })),
    {
      what: 'white space around a namespace',
      xml: '<a xmlns:p=" u"><p:b/></a>',
      why: 'declares a namespace with white space around it',
    },
    {
      what: 'white space around the default namespace',
      xml: '<a xmlns="u&#10;"/>',
      why: 'declares a namespace with white space around it',
    },
  ])('$what', ({ xml, why }) => expect(refusalOf(xml)).toBe(why));

  test.each(['UTF-8', 'utf-8'])('declared as %s it is read', (encoding) => {
    expect(rootOf(`<?xml version="1.0" encoding="${encoding}" standalone="yes"?>\n<a/>`).name).toBe('a');
  });
});

describe('bounds', () => {
  const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
  const attributes = (count: number) =>
    `<a ${Array.from({ length: count }, (_, at) => `b${at}="1"`).join(' ')}/>`;
  const elements = (count: number) => `<a>${'<b/>'.repeat(count - 1)}</a>`;

  test.each([
    { what: 'depth', at: nested(32), past: nested(33), why: 'is nested deeper than 32 elements' },
    {
      what: 'attributes of an element',
      at: attributes(32),
      past: attributes(33),
      why: 'has an element with more than 32 attributes',
    },
    { what: 'elements', at: elements(4096), past: elements(4097), why: 'has more than 4096 elements' },
  ])('$what', ({ at, past, why }) => {
    expect(refusalOf(at)).toBeUndefined();
    expect(refusalOf(past)).toBe(why);
  });

  test('attributes count for each element by itself', () => {
    expect(refusalOf(`<a>${attributes(32)}${attributes(32)}</a>`)).toBeUndefined();
  });

  // Ten times what a guard reads: what takes its time in proportion ends in some milliseconds, what does not, in minutes.
  const LENGTH = 1_000_000;
  const filled = (piece: string) => piece.repeat(LENGTH / piece.length);
  test.each([
    { what: 'names', xml: `<${filled('a')}` },
    { what: 'prefixes', xml: `<a ${filled(':')}` },
    { what: 'attributes', xml: `<a ${filled('b="" ')}` },
    { what: 'an attribute', xml: `<a b="${filled('&lt;')}"/>` },
    { what: 'ampersands', xml: `<a>${filled('&')}` },
    { what: 'references', xml: `<a>${filled('&#65;')}</a>` },
    { what: 'comments', xml: `<a>${filled('<!---->')}</a>` },
    { what: 'the dashes of a comment', xml: `<a><!--${filled('- ')}` },
    { what: 'CDATA', xml: `<a>${filled('<![CDATA[]]>')}</a>` },
    { what: 'the brackets of CDATA', xml: `<a><![CDATA[${filled(']')}` },
    { what: 'entities of a document type', xml: `<!DOCTYPE a [${filled('<!ENTITY b "c">')}]><a/>` },
    { what: 'the brackets of a document type', xml: `<!DOCTYPE ${filled('[')}` },
    { what: 'the quotes of a document type', xml: `<!DOCTYPE a [${filled('"')}` },
    { what: 'line ends', xml: `<a>${filled('\r')}</a>` },
    { what: 'an encoding', xml: `<?xml version="1.0" encoding="${filled('a')}"?><a/>` },
  ])('a million characters of $what take no time', ({ xml }) => {
    const started = performance.now();
    parseXml(xml);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
