import { PDFHexString, PDFName, type PDFDocument } from 'pdf-lib'
import type { IssuedDocument } from '../model.ts'

const PRODUCER = 'dpg documents'

/**
 * Title, language, author and dates, in the information dictionary and as XMP, saying the same. Nothing depends on the machine or
 * the moment: the same document gives the same bytes.
 */
export function writeMetadata(pdf: PDFDocument, document: IssuedDocument, createdAt: number): void {
  const at = new Date(createdAt) // pdf-lib takes nothing else
  pdf.setTitle(document.title, { showInWindowTitleBar: true })
  pdf.setLanguage(document.language)
  pdf.setProducer(PRODUCER)
  pdf.setCreator(PRODUCER)
  if (document.author) pdf.setAuthor(document.author)
  pdf.setCreationDate(at)
  pdf.setModificationDate(at)
  const { context, catalog } = pdf
  const xmp = context.stream(new TextEncoder().encode(packet(document, at.toISOString())), { Type: 'Metadata', Subtype: 'XML' })
  catalog.set(PDFName.of('Metadata'), context.register(xmp))
  const id = PDFHexString.of(fingerprint(JSON.stringify([document, createdAt])))
  context.trailerInfo.ID = context.obj([id, id])
}

/** ISO 16684-1. It does not claim PDF/A: no colour profile is embedded. */
function packet({ title, language, author }: IssuedDocument, date: string): string {
  const creator = author ? `<dc:creator><rdf:Seq><rdf:li>${escaped(author)}</rdf:li></rdf:Seq></dc:creator>` : ''
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped(title)}</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag><rdf:li>${escaped(language)}</rdf:li></rdf:Bag></dc:language>${creator}<xmp:CreatorTool>${PRODUCER}</xmp:CreatorTool><xmp:CreateDate>${date}</xmp:CreateDate><xmp:ModifyDate>${date}</xmp:ModifyDate><pdf:Producer>${PRODUCER}</pdf:Producer></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** 16 bytes as hex that differ for different texts: a file identifier (ISO 32000-1 §14.4), not a security measure (FNV-1a). */
function fingerprint(text: string): string {
  let hash = 0x6c62272e07bb014262b821756295c58dn
  for (const byte of new TextEncoder().encode(text))
    hash = ((hash ^ BigInt(byte)) * 0x1000000000000000000013bn) & ((1n << 128n) - 1n)
  return hash.toString(16).padStart(32, '0')
}
