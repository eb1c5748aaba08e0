/** The first page. */
import { SearchBox, Title } from '@dpg/ui'
import { type Frame, ResidentPage } from '../frame.tsx'

export function Home({ frame }: { readonly frame: Frame }) {
  const { t } = frame.asked
  return (
    <ResidentPage frame={frame} title={t('resident.home.title')} hideSearch>
      <Title title={t('resident.home.title')} lead={t('resident.home.lead')} />
      <SearchBox action="/services" label={t('resident.home.search')} large />
    </ResidentPage>
  )
}
