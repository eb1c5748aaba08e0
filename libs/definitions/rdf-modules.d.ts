/** What the tests use of two RDF libraries that come without types. */
declare module 'n3' {
  import type { DatasetCore, Quad } from '@rdfjs/types'
  export class Parser {
    constructor(options?: { readonly format?: string })
    parse(text: string): Quad[]
  }
  export const Store: new (quads: readonly Quad[]) => DatasetCore
}

declare module 'jsonld' {
  const jsonld: { toRDF(document: object, options: { readonly format: 'application/n-quads' }): Promise<string> }
  export default jsonld
}
