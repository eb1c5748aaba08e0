/** What the tests use of two RDF libraries that come without types. */
interface RdfQuad {
  readonly subject: { readonly value: string }
  readonly predicate: { readonly value: string }
  readonly object: { readonly value: string }
}

declare module 'n3' {
  export class Parser {
    constructor(options?: { readonly format?: string })
    parse(text: string): RdfQuad[]
  }
  /** An RDF/JS dataset. */
  export const Store: new (quads: readonly RdfQuad[]) => object
}

declare module 'jsonld' {
  const jsonld: { toRDF(document: object, options: { readonly format: 'application/n-quads' }): Promise<string> }
  export default jsonld
}
