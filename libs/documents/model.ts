/**
 * A document that an office issues: what it says, not how it looks. The same model gives the PDF, the HTML and the JSON.
 * Every word comes from the caller, in the document's language. A line break in a text is a line break in the document.
 */
export interface IssuedDocument {
  readonly title: string
  /** BCP 47: `ko`, `en`. */
  readonly language: string
  /** Under the title: document number, date. */
  readonly subtitle?: string
  readonly sections: readonly Section[]
  /** Closing lines in the middle: day of issue and the issuing authority. */
  readonly issuer?: { readonly date: string; readonly name: string }
  readonly verification?: Verification
  /** The foot of every page; `{page}` and `{pages}` are filled in. */
  readonly pageLabel: string
  /** Who made it, for the file's metadata: the office's name. */
  readonly author?: string
}

export interface Section {
  readonly heading?: string
  readonly blocks: readonly Block[]
}

export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered?: boolean; readonly items: readonly string[] }
  /** Label and value, one pair a row. */
  | {
      readonly kind: 'facts'
      readonly caption?: string
      readonly rows: readonly { readonly label: string; readonly value: string }[]
    }
  | {
      readonly kind: 'table'
      readonly caption?: string
      readonly columns: readonly Column[]
      readonly rows: readonly (readonly string[])[]
    }

export interface Column {
  readonly title: string
  /** Share of the width, 1 when absent. */
  readonly width?: number
  /** Numbers and amounts stand at the end. */
  readonly align?: 'start' | 'end'
}

/** How whoever receives the document checks that it is genuine. */
export interface Verification {
  /** What the number is called. */
  readonly label: string
  readonly number: string
  /** Where and until when it can be checked. */
  readonly note?: string
  readonly url?: string
  /** A QR code as rows of dark (true) and light modules, without quiet zone, and what it leads to for who cannot see it. */
  readonly qr?: { readonly modules: readonly (readonly boolean[])[]; readonly label: string }
}
