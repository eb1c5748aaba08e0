/** An article of law; Acts and decrees link to the national law site. */
import { useReader } from '../reader.ts'
import { Icon } from './icon.tsx'

const ARTICLE = /^(.+?(?:법|법률|령|규칙))\s+(제\d+조(?:의\d+)?)/

/** Address of an article at the Korean law information centre; undefined for notices and guidelines. */
export function lawAddress(ref: string): string | undefined {
  const [, act, article] = ARTICLE.exec(ref) ?? []
  return act && article ? encodeURI(`https://www.law.go.kr/법령/${act.replace(/\s+/g, '')}/${article}`) : undefined
}

/** `law`: `기초연금법 제3조제1항`. */
export function LawRef({ law }: { readonly law: string }) {
  const { lang, t } = useReader()
  const href = lawAddress(law)
  const words = <span lang={lang === 'ko' ? undefined : 'ko'}>{law}</span>
  return (
    <span class="law-ref">
      <span class="sr-only">{t('ui.law')} </span>
      <Icon name="law" />
      {href ? <a href={href}>{words}</a> : words}
    </span>
  )
}
