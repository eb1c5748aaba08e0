/** Letters and notices in a small part of Markdown: paragraphs, lists, headings, bold, links. HTML in them is text. */
import type { ComponentChildren } from 'preact'

export interface MarkdownProps {
  readonly text: string
  /** Of a `#` heading in the text; 2 unless told, because the page has its own `<h1>`. */
  readonly level?: 2 | 3 | 4
}

type Block =
  | { readonly kind: 'heading'; readonly depth: number; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: string[] }
  | { readonly kind: 'paragraph'; readonly lines: string[] }

/** Never raw HTML, never a script: a link leads to a path of this site or to https, or it is plain words. */
export const Markdown = ({ text, level = 2 }: MarkdownProps) => (
  <div class="prose">
    {blocksOf(text).map((block, at) => (
      <BlockView key={String(at)} block={block} level={level} />
    ))}
  </div>
)

function BlockView({ block, level }: { readonly block: Block; readonly level: number }) {
  if (block.kind === 'heading') {
    const Heading = `h${Math.min(6, level + block.depth - 1)}` as 'h2'
    return <Heading>{inline(block.text)}</Heading>
  }
  if (block.kind === 'list') {
    const List = block.ordered ? 'ol' : 'ul'
    return (
      <List>
        {block.items.map((item, at) => (
          <li key={String(at)}>{inline(item)}</li>
        ))}
      </List>
    )
  }
  return (
    <p>
      {block.lines.map((line, at) => (
        <>
          {at > 0 && <br />}
          {inline(line)}
        </>
      ))}
    </p>
  )
}

const HEADING = /^ {0,3}(#{1,4})\s+(.*)$/
const ITEM = /^ {0,3}(?:[-*+]|(\d{1,3})[.)])\s+(.*)$/

function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  let isApart = true
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    const [, hashes, title] = HEADING.exec(line) ?? []
    const item = ITEM.exec(line)
    const last = isApart ? undefined : blocks.at(-1)
    if (line.trim() === '') isApart = true
    else if (hashes) blocks.push({ kind: 'heading', depth: hashes.length, text: title ?? '' })
    else if (item) addItem(blocks, blocks.at(-1), item[1] !== undefined, item[2] ?? '')
    else if (last?.kind === 'list') last.items.push(`${last.items.pop()} ${line.trim()}`)
    else if (last?.kind === 'paragraph') last.lines.push(line.trim())
    else blocks.push({ kind: 'paragraph', lines: [line.trim()] })
    if (line.trim() !== '') isApart = hashes !== undefined
  }
  return blocks
}

function addItem(blocks: Block[], last: Block | undefined, ordered: boolean, item: string): void {
  if (last?.kind === 'list' && last.ordered === ordered) last.items.push(item)
  else blocks.push({ kind: 'list', ordered, items: [item] })
}

/** An escaped sign, bold, a link; anything else is text. */
const INLINE = /\\([!-/:-@[-`{-~])|\*\*([^*]{1,500})\*\*|\[([^\]]{1,300})\]\(([^()\s]{1,500})\)/g

function inline(text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = []
  let from = 0
  for (const match of text.matchAll(INLINE)) {
    const [whole, escaped, bold, label, address] = match
    parts.push(text.slice(from, match.index))
    from = match.index + whole.length
    if (escaped !== undefined) parts.push(escaped)
    else if (bold !== undefined) parts.push(<strong>{inline(bold)}</strong>)
    else if (label !== undefined && address !== undefined && isSafe(address)) parts.push(<a href={address}>{unescaped(label)}</a>)
    else parts.push(unescaped(label ?? ''))
  }
  return [...parts, text.slice(from)]
}

const isSafe = (address: string): boolean => /^\/(?![/\\])/.test(address) || /^https:\/\/[^/\\@]+(\/|$)/.test(address)

const unescaped = (text: string): string => text.replace(/\\([!-/:-@[-`{-~])/g, '$1')
