/** An element of a document that was read: names are what the namespaces say, not how they were prefixed. */
export interface XmlElement {
  /** Empty: none. */
  readonly namespace: string;
  /** Without a prefix. */
  readonly name: string;
  /** Namespace declarations are not among them. */
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** The character data directly in it, CDATA sections included, comments left out. */
  readonly text: string;
  /** Whether a comment stands directly in it. */
  readonly commented: boolean;
}

export interface XmlAttribute {
  /** Empty for one without a prefix. */
  readonly namespace: string;
  readonly name: string;
  readonly value: string;
}

export function isNamed(element: XmlElement, namespace: string, name: string): boolean {
  return element.namespace === namespace && element.name === name;
}

/** The children of this name: those of an element further down are not its own. */
export function childrenNamed(element: XmlElement, namespace: string, name: string): XmlElement[] {
  return element.children.filter((child) => isNamed(child, namespace, name));
}

export function attributeOf(element: XmlElement, namespace: string, name: string): string | undefined {
  return element.attributes.find((one) => one.namespace === namespace && one.name === name)?.value;
}

/** Whether white space is all the text that stands between its children. */
export function holdsElementsAlone(element: XmlElement): boolean {
  return !/[^ \t\r\n]/.test(element.text);
}
