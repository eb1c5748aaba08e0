/** Says of a link that it opens beside the page: a sign for the eye, words for the ear. */
import { Icon } from './icon.tsx'

/** For the link itself. */
export const BESIDE = { target: '_blank', rel: 'noopener' } as const

export const OpensBeside = ({ words }: { readonly words: string }) => (
  <>
    {' '}
    <Icon name="outside" />
    <span class="sr-only"> ({words})</span>
  </>
)
