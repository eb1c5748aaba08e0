import type { Block, IssuedDocument, Verification } from './model.ts'

/**
 * The document as an accessible HTML fragment: one article with headings in order, tables with headers and scope, no style and no
 * script. Every text is escaped. `headingLevel` is the level of the title, 1 when absent; sections are one below.
 */
export function renderHtml(
  document: IssuedDocument,
  { headingLevel = 1 }: { readonly headingLevel?: 1 | 2 | 3 | 4 | 5 } = {},
): string {
  const { title, subtitle, language, sections, issuer, verification } = document
  return [
    `<article class="document" lang="${escaped(language)}">`,
    `<header>${element(`h${headingLevel}`, title)}${subtitle ? element('p', subtitle) : ''}</header>`,
    ...sections.map(({ heading, blocks }) => {
      const body = blocks.map(renderBlock).join('')
      return heading ? `<section>${element(`h${headingLevel + 1}`, heading)}${body}</section>` : body
    }),
    issuer ? `<p class="document-issuer">${text(issuer.date)}<br><strong>${text(issuer.name)}</strong></p>` : '',
    verification ? renderVerification(verification) : '',
    '</article>',
  ].join('')
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return element('p', block.text)
    case 'list': {
      const tag = block.ordered ? 'ol' : 'ul'
      return `<${tag}>${block.items.map((item) => element('li', item)).join('')}</${tag}>`
    }
    case 'facts':
      return table(
        block.caption,
        '',
        block.rows.map(({ label, value }) => `<th scope="row">${text(label)}</th>${element('td', value)}`),
      )
    case 'table': {
      const end = (i: number) => (block.columns[i]?.align === 'end' ? ' class="end"' : '')
      const head = block.columns.map(({ title }, i) => `<th scope="col"${end(i)}>${text(title)}</th>`).join('')
      const rows = block.rows.map((row) => block.columns.map((_, i) => `<td${end(i)}>${text(row[i] ?? '')}</td>`).join(''))
      return table(block.caption, `<thead><tr>${head}</tr></thead>`, rows)
    }
  }
}

const table = (caption: string | undefined, head: string, rows: readonly string[]): string =>
  `<table>${caption ? element('caption', caption) : ''}${head}<tbody>${rows.map((row) => `<tr>${row}</tr>`).join('')}</tbody></table>`

function renderVerification({ label, number, note, url, qr }: Verification): string {
  const shown = url ? `<a href="${escaped(safeUrl(url))}">${text(number)}</a>` : text(number)
  return `<footer><p>${text(label)} <strong>${shown}</strong></p>${note ? element('p', note) : ''}${qr ? renderQr(qr) : ''}</footer>`
}

/** Four light modules around, as ISO/IEC 18004 asks. */
function renderQr({ modules, label }: NonNullable<Verification['qr']>): string {
  const size = modules.length + 8
  const path = modules.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : ''))).join('')
  return `<svg class="document-qr" role="img" aria-label="${escaped(label)}" viewBox="0 0 ${size} ${size}" width="120" height="120"><path fill="#fff" d="M0 0h${size}v${size}h-${size}z"/><path d="${path}"/></svg>`
}

/** Throws RangeError for anything but https and http: a document never runs anything. */
function safeUrl(url: string): string {
  if (!/^https?:\/\//i.test(url)) throw new RangeError('the address of a verification page is http(s)')
  return url
}

const element = (tag: string, content: string): string => `<${tag}>${text(content)}</${tag}>`

const text = (content: string): string => escaped(content).replaceAll('\n', '<br>')

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escaped = (content: string): string => content.replace(/[&<>"']/g, (char) => ESCAPES[char]!)
