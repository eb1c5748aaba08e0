/** First page. */
import { Page, type PageAsked, useReader } from '@dpg/ui'

export const Start = ({ asked }: { readonly asked: PageAsked }) => (
  <Page asked={asked} title="Developer" demo>
    <Welcome />
  </Page>
)

const Welcome = () => <h1>{useReader().t('ui.site')}</h1>
