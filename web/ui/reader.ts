/** Who reads a page: language and the texts of the components, handed down from `Page` to every component in it. */
import { createTexts, type Lang, type Translate } from '@dpg/kernel'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }

/** Same shape as the kernel's; from a cookie, so that it works without script. */
export interface Preferences {
  readonly lang: Lang
  readonly contrast: 'normal' | 'high'
  /** Text size in percent. */
  readonly size: 100 | 110 | 130 | 150
  readonly easy: boolean
}

export interface Reader {
  readonly lang: Lang
  /** Texts of the components (`ui.…`), not those of a portal. */
  readonly t: Translate
  /** Names of the islands drawn so far on this page. */
  readonly islands: Set<string>
}

/** Texts of the components, for whoever merges message sets. */
export const uiMessages = { ko, en }

const textsIn = createTexts([uiMessages])

export const readerIn = (lang: Lang): Reader => ({ lang, t: textsIn(lang), islands: new Set() })

export const ReaderContext = createContext<Reader>(readerIn('ko'))

/** The reader of the page around a component; Korean outside of a page. */
export const useReader = (): Reader => useContext(ReaderContext)
