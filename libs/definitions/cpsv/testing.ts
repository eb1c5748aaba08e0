/** What the tests use of two RDF libraries that come without types. */
declare module 'n3' {
  import type SHACLValidator from 'rdf-validate-shacl'

  type Dataset = ConstructorParameters<typeof SHACLValidator>[0]
  type Quad = Dataset extends Iterable<infer Item> ? Item : never

  export class Parser {
    constructor(options?: { readonly format?: string })
    parse(text: string): Quad[]
  }
  export const Store: new (quads: readonly Quad[]) => Dataset
}

declare module 'jsonld' {
  const jsonld: { toRDF(document: object, options: { readonly format: 'application/n-quads' }): Promise<string> }
  export default jsonld
}
