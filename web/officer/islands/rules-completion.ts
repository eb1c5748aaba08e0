/** Completion in a text area: a list of words under it, chosen by the keyboard or by a click (a listbox that the text area points into). */

export interface Word {
  readonly name: string
  readonly label: string
  readonly kind: string
  readonly detail: string
}

const MOST = 8
/** A number is no name that somebody looks for. */
const LAST_WORD = /(?<![\p{L}\p{N}_.])[\p{L}_][\p{L}\p{N}_.]*$/u

export function completeIn(area: HTMLTextAreaElement, words: () => readonly Word[], label: string): void {
  const list = document.createElement('ul')
  list.id = `${area.id}-words`
  list.className = 'authoring-words'
  list.hidden = true
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', label)
  area.after(list)
  area.setAttribute('aria-autocomplete', 'list')
  area.setAttribute('aria-controls', list.id)
  area.setAttribute('autocomplete', 'off')
  let shown: readonly Word[] = []
  let chosen = -1

  const typed = () => LAST_WORD.exec(area.value.slice(0, area.selectionStart))?.[0] ?? ''
  const close = () => {
    shown = []
    list.hidden = true
    list.replaceChildren()
    area.removeAttribute('aria-activedescendant')
  }
  const point = (at: number) => {
    chosen = at
    for (const [i, option] of [...list.children].entries()) option.setAttribute('aria-selected', String(i === at))
    const option = list.children[at]
    if (option) {
      area.setAttribute('aria-activedescendant', option.id)
      option.scrollIntoView({ block: 'nearest' })
    } else area.removeAttribute('aria-activedescendant')
  }
  const take = (word: Word) => {
    const at = area.selectionStart
    area.setRangeText(word.name, at - typed().length, at, 'end')
    close()
    area.dispatchEvent(new Event('input', { bubbles: true }))
    close()
    area.focus()
  }
  const open = (found: readonly Word[]) => {
    if (found.length === 0) return close()
    shown = found
    list.replaceChildren(...found.map((word, i) => optionOf(word, `${list.id}-${i}`, () => take(word))))
    list.hidden = false
    point(-1)
    list.scrollIntoView({ block: 'nearest' })
  }

  area.addEventListener('input', () => open(matching(words(), typed(), 2)))
  area.addEventListener('blur', close)
  area.addEventListener('keydown', (event) => {
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault()
      open(matching(words(), typed(), 0))
      return
    }
    if (shown.length === 0) return
    if (event.key === 'ArrowDown') point((chosen + 1) % shown.length)
    else if (event.key === 'ArrowUp') point((chosen - 1 + shown.length) % shown.length)
    else if (event.key === 'Enter' && chosen >= 0) take(shown[chosen]!)
    else if (event.key === 'Escape') close()
    else return
    event.preventDefault()
  })
}

/** Names that begin so come first, then those that hold it in name or label. */
export function matching(words: readonly Word[], typed: string, least: number): readonly Word[] {
  if (typed.length < least) return []
  const part = typed.toLowerCase()
  const rank = ({ name, label }: Word): number => {
    const lower = name.toLowerCase()
    if (lower === part) return 9
    if (lower.startsWith(part)) return 0
    if (lower.includes(part)) return 1
    return label.toLowerCase().includes(part) ? 2 : 9
  }
  return words
    .map((word) => ({ word, at: rank(word) }))
    .filter(({ at }) => at < 9)
    .sort((a, b) => a.at - b.at)
    .slice(0, MOST)
    .map(({ word }) => word)
}

function optionOf({ name, label, detail }: Word, id: string, take: () => void): HTMLLIElement {
  const option = document.createElement('li')
  option.id = id
  option.setAttribute('role', 'option')
  option.setAttribute('aria-selected', 'false')
  const code = document.createElement('code')
  code.textContent = name
  const words = document.createElement('span')
  words.textContent = [label, detail].filter(Boolean).join(' · ')
  option.append(code, words)
  // Before the text area loses the focus.
  option.addEventListener('mousedown', (event) => {
    event.preventDefault()
    take()
  })
  return option
}
