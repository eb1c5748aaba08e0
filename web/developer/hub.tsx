/** Where a developer begins: what can be built on, and the first call. */
import { ButtonLink, ButtonRow, Card, CardList, CodeBlock, Figures, formatNumber, Title } from '@dpg/ui'
import { DeveloperPage, type Frame } from './frame.tsx'
import { anchorOf, type Operation } from './open-api.ts'

export interface HubProps {
  readonly frame: Frame
  readonly tags: ReadonlyMap<string, readonly Operation[]>
  readonly services: number
  readonly facts: number
  readonly origin: string
}

export function Hub({ frame, tags, services, facts, origin }: HubProps) {
  const { t } = frame.asked
  const calls = [...tags.values()].reduce((sum, operations) => sum + operations.length, 0)
  return (
    <DeveloperPage frame={frame} title={t('developer.hub.title')}>
      <Title title={t('developer.hub.title')} lead={t('developer.hub.lead')} />
      <Figures
        figures={[
          { label: t('developer.figure.services'), value: formatNumber(services, frame.asked.lang), href: '/api/services' },
          { label: t('developer.figure.facts'), value: facts, href: '/api/facts' },
          { label: t('developer.figure.calls'), value: calls, href: '/openapi.json' },
        ]}
      />
      <ButtonRow>
        <ButtonLink href="/developers/apps">{t('developer.hub.apps')}</ButtonLink>
        <ButtonLink href="/developers/playground" kind="secondary">
          {t('developer.play.title')}
        </ButtonLink>
      </ButtonRow>
      <section>
        <h2>{t('developer.first.title')}</h2>
        <p>{t('developer.first.text')}</p>
        <CodeBlock
          label={t('developer.first.title')}
          code={`curl -s ${origin}/api/benefits/screen \\\n  -H 'content-type: application/json' \\\n  -d '{"facts":{"person.birthDate":"1955-03-01","person.eupmyeondong":"1162010200"},"services":["SSE000000170"]}'`}
        />
      </section>
      <section>
        <h2>{t('developer.blocks.title')}</h2>
        <CardList columns={2}>
          {[...tags].map(([tag, operations]) => (
            <Card
              key={tag}
              title={t(`developer.tag.${tag}`)}
              href={`/developers/api#${anchorOf(tag)}`}
              text={t(`developer.tag.${tag}.text`)}
              facts={[[t('developer.figure.calls'), operations.length]]}
            />
          ))}
        </CardList>
      </section>
      <section>
        <h2>{t('developer.mcp.title')}</h2>
        <p>{t('developer.mcp.text')}</p>
        <CodeBlock label="mcp.json" code={MCP(origin)} />
      </section>
      <section>
        <h2>{t('developer.rules.title')}</h2>
        <ul>
          {['auth', 'app', 'quota', 'problems', 'keys', 'language', 'cache'].map((rule) => (
            <li key={rule}>{t(`developer.rules.${rule}`)}</li>
          ))}
        </ul>
      </section>
    </DeveloperPage>
  )
}

/** As most assistants read it; the key is that of an app. */
const MCP = (origin: string) => `{
  "mcpServers": {
    "dpg": {
      "type": "http",
      "url": "${origin}/mcp",
      "headers": { "Authorization": "Bearer dpg_test_…" }
    }
  }
}`
