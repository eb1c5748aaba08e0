/** The namespaces of DMN 1.1 to 1.5. */

export interface Version {
  readonly name: string
  readonly model: string
  readonly feel: string
  readonly diagram?: string
}

export const VERSIONS: readonly Version[] = [
  {
    name: '1.5',
    model: 'https://www.omg.org/spec/DMN/20230324/MODEL/',
    feel: 'https://www.omg.org/spec/DMN/20230324/FEEL/',
    diagram: 'https://www.omg.org/spec/DMN/20230324/DMNDI/',
  },
  {
    name: '1.4',
    model: 'https://www.omg.org/spec/DMN/20211108/MODEL/',
    feel: 'https://www.omg.org/spec/DMN/20211108/FEEL/',
    diagram: 'https://www.omg.org/spec/DMN/20191111/DMNDI/',
  },
  {
    name: '1.3',
    model: 'https://www.omg.org/spec/DMN/20191111/MODEL/',
    feel: 'https://www.omg.org/spec/DMN/20191111/FEEL/',
    diagram: 'https://www.omg.org/spec/DMN/20191111/DMNDI/',
  },
  {
    name: '1.2',
    model: 'http://www.omg.org/spec/DMN/20180521/MODEL/',
    feel: 'http://www.omg.org/spec/DMN/20180521/FEEL/',
    diagram: 'http://www.omg.org/spec/DMN/20180521/DMNDI/',
  },
  { name: '1.1', model: 'http://www.omg.org/spec/DMN/20151101/dmn.xsd', feel: 'http://www.omg.org/spec/FEEL/20140401' },
  // As written by early tools.
  { name: '1.1', model: 'http://www.omg.org/spec/DMN/20151101/dmn11.xsd', feel: 'http://www.omg.org/spec/FEEL/20140401' },
]

export const CURRENT = VERSIONS[0]!

export const versionOf = (namespace: string): Version | undefined => VERSIONS.find((one) => one.model === namespace)

const FEEL = new Set(VERSIONS.map((one) => one.feel))
const DIAGRAM = new Set(VERSIONS.map((one) => one.diagram))

/** Is it FEEL (of any version)? Nothing said means FEEL. */
export const isFeel = (language: string | undefined): boolean => language === undefined || FEEL.has(language)

/** The namespace of DMN 1.5 for one of an earlier version; any other as it is. */
export function modernised(namespace: string): string {
  if (versionOf(namespace) !== undefined) return CURRENT.model
  if (FEEL.has(namespace)) return CURRENT.feel
  return DIAGRAM.has(namespace) ? CURRENT.diagram! : namespace
}
