/**
 * How a person wants to read: language, contrast, text size, easy words.
 * Buttons that post one field each to `/preferences`, with `next` (where to return); the answer sets a cookie.
 */
import { Icon } from '../content/icon.tsx'
import { useReader } from '../reader.ts'
import type { PageAsked } from './page.tsx'

/** Target of every button here. Fields: one of `lang`, `contrast`, `size`, `easy` (`on`/`off`), and `next`. */
export const PREFERENCES_PATH = '/preferences'
const SIZES = [100, 110, 130, 150] as const

interface AskedProps {
  readonly asked: PageAsked
}

export function LanguageSwitch({ asked }: AskedProps) {
  const { t } = useReader()
  const other = asked.lang === 'ko' ? 'en' : 'ko'
  return (
    <form method="post" action={PREFERENCES_PATH}>
      <Next asked={asked} />
      <button class="site-tool" type="submit" name="lang" value={other} lang={other}>
        <Icon name="globe" />
        {t('ui.language.other')}
      </button>
    </form>
  )
}

export function PreferencesMenu({ asked }: AskedProps) {
  const { t } = useReader()
  const { contrast, size, easy } = asked.preferences
  return (
    <details class="drop">
      <summary class="site-tool">
        <Icon name="eye" />
        {t('ui.preferences')}
      </summary>
      <form class="drop-panel" method="post" action={PREFERENCES_PATH}>
        <Next asked={asked} />
        <fieldset class="choice-row">
          <legend>{t('ui.preferences.size')}</legend>
          {SIZES.map((one) => (
            <Choice key={one} name="size" value={String(one)} on={size === one} label={`${one}%`} />
          ))}
        </fieldset>
        <fieldset class="choice-row">
          <legend>{t('ui.preferences.contrast')}</legend>
          <Choice name="contrast" value="normal" on={contrast === 'normal'} label={t('ui.preferences.contrast.normal')} />
          <Choice name="contrast" value="high" on={contrast === 'high'} label={t('ui.preferences.contrast.high')} />
        </fieldset>
        <fieldset class="choice-row">
          <legend>{t('ui.preferences.words')}</legend>
          <Choice name="easy" value="off" on={!easy} label={t('ui.preferences.words.usual')} />
          <Choice name="easy" value="on" on={easy} label={t('ui.preferences.words.easy')} />
        </fieldset>
      </form>
    </details>
  )
}

interface ChoiceProps {
  readonly name: string
  readonly value: string
  readonly on: boolean
  readonly label: string
}

function Choice({ name, value, on, label }: ChoiceProps) {
  return (
    <button class="choice" type="submit" name={name} value={value} aria-pressed={on ? 'true' : 'false'}>
      {on && <Icon name="check" />}
      {label}
    </button>
  )
}

const Next = ({ asked }: AskedProps) => <input type="hidden" name="next" value={asked.url.pathname + asked.url.search} />
