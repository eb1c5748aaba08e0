import {
  type PDFArray,
  type PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  PDFOperator,
  PDFOperatorNames,
  type PDFPage,
  type PDFRef,
} from 'pdf-lib'

/** A part of the logical structure (ISO 32000-1 §14.8): what a screen reader goes through. */
export interface Part {
  readonly type: 'Document' | 'H1' | 'H2' | 'P' | 'L' | 'LI' | 'LBody' | 'Table' | 'TR' | 'TH' | 'TD' | 'Caption' | 'Figure'
  /** Said instead of what is drawn. */
  readonly alt?: string
  /** Of a TH. */
  readonly scope?: 'Row' | 'Column'
  readonly children: Part[]
  readonly marks: { readonly page: PDFPage; readonly id: number }[]
}

export interface Tagger {
  readonly root: Part
  add(parent: Part, type: Part['type'], more?: Pick<Part, 'alt' | 'scope'>): Part
  /** What `draw` draws on the page belongs to the part; to none, as decoration, when it is undefined. */
  mark(page: PDFPage, part: Part | undefined, draw: () => void): void
  /** Writes the structure into the file. Once, at the end. */
  write(pdf: PDFDocument): void
}

export function createTagger(): Tagger {
  const root: Part = { type: 'Document', children: [], marks: [] }
  const owners = new Map<PDFPage, Part[]>()
  return {
    root,
    add(parent, type, more = {}) {
      const part: Part = { type, ...more, children: [], marks: [] }
      parent.children.push(part)
      return part
    },
    mark(page, part, draw) {
      const ofPage = owners.get(page) ?? []
      owners.set(page, ofPage)
      page.pushOperators(part ? begin(part.type, `<</MCID ${ofPage.length}>>`) : begin('Artifact', '<</Type /Layout>>'))
      if (part) {
        part.marks.push({ page, id: ofPage.length })
        ofPage.push(part)
      }
      draw()
      page.pushOperators(PDFOperator.of(PDFOperatorNames.EndMarkedContent))
    },
    write: (pdf) => write(pdf, root, owners),
  }
}

const begin = (tag: string, properties: string): PDFOperator =>
  PDFOperator.of(PDFOperatorNames.BeginMarkedContentSequence, [PDFName.of(tag), properties])

function write(pdf: PDFDocument, root: Part, owners: ReadonlyMap<PDFPage, readonly Part[]>): void {
  const { context, catalog } = pdf
  const refs = new Map<Part, PDFRef>()
  const treeRef = context.nextRef()
  refs.set(root, writePart(pdf, root, treeRef, refs))
  const numbers = context.obj([]) as PDFArray
  for (const [i, page] of pdf.getPages().entries()) {
    page.node.set(PDFName.of('StructParents'), PDFNumber.of(i))
    page.node.set(PDFName.of('Tabs'), PDFName.of('S'))
    numbers.push(PDFNumber.of(i))
    numbers.push(context.register(context.obj((owners.get(page) ?? []).map((part) => refs.get(part)!))))
  }
  const parentTree = context.register(context.obj({ Nums: numbers }))
  context.assign(
    treeRef,
    context.obj({ Type: 'StructTreeRoot', K: refs.get(root)!, ParentTree: parentTree, ParentTreeNextKey: owners.size }),
  )
  catalog.set(PDFName.of('StructTreeRoot'), treeRef)
  catalog.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }))
}

function writePart(pdf: PDFDocument, part: Part, parent: PDFRef, refs: Map<Part, PDFRef>): PDFRef {
  const { context } = pdf
  const ref = context.nextRef()
  refs.set(part, ref)
  const marks = part.marks.map(({ page, id }) => context.obj({ Type: 'MCR', Pg: page.ref, MCID: id }))
  const children = part.children.map((child) => writePart(pdf, child, ref, refs))
  const element = context.obj({ Type: 'StructElem', S: part.type, P: parent, K: [...marks, ...children] }) as PDFDict
  if (part.alt) element.set(PDFName.of('Alt'), PDFHexString.fromText(part.alt))
  if (part.scope) element.set(PDFName.of('A'), context.obj({ O: 'Table', Scope: part.scope }))
  context.assign(ref, element)
  return ref
}
