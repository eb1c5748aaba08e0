/** What I have let a platform know, send and be told; what it knows of me; leaving. */
import { textIn } from '@dpg/kernel'
import type { Link, Manifest } from '@dpg/plugins/contract'
import { Button, DownloadLink, Form, MomentText, StructuredList } from '@dpg/ui'
import type { Frame } from '../frame.tsx'
import { toldKey } from './words.ts'

export interface LinkedProps {
  readonly frame: Frame
  readonly plugin: { readonly id: string }
  readonly manifest: Manifest
  readonly link: Link
  readonly names: { fact(id: string): string }
  readonly offered?: readonly { readonly title: string; readonly value: string | null }[] | undefined
}

export function Linked({ frame, plugin, manifest, link, names, offered }: LinkedProps) {
  const { t, lang } = frame.asked
  const { agreed } = link
  const nothing = t('resident.plugins.nothing')
  const kinds = manifest.notices.filter(({ kind }) => agreed.notices.includes(kind))
  const said = (words: readonly string[]) => words.join(', ') || nothing
  return (
    <section aria-labelledby="linked">
      <h2 id="linked">{t('resident.plugins.myLink')}</h2>
      <StructuredList
        items={[
          { key: t('resident.plugins.since'), value: <MomentText at={link.madeAt} /> },
          { key: t('resident.plugins.until'), value: <MomentText at={link.until} /> },
          {
            key: t('resident.plugins.knows'),
            value: said(agreed.facts.map((one) => t(toldKey(one), { fact: names.fact(one.fact) }))),
          },
          { key: t('resident.plugins.notices'), value: said(kinds.map(({ title }) => textIn(title, lang))) },
          { key: t('resident.plugins.events'), value: said(agreed.events.map((kind) => t(`resident.plugins.event.${kind}`))) },
        ]}
      />
      {offered && (
        <>
          <h3>{t('resident.plugins.offered')}</h3>
          <StructuredList
            items={offered.map(({ title, value }) => ({ key: title, value: value ?? t('resident.plugins.nothing') }))}
          />
        </>
      )}
      {manifest.facts.offers && !offered && (
        <p>
          <a href={`/plugins/${plugin.id}?offered=1`}>{t('resident.plugins.askOffered')}</a>
        </p>
      )}
      <p>
        <DownloadLink href={`/api/plugins/${plugin.id}/consent-record`} label={t('resident.plugins.record')} format="JWS" />
      </p>
      <Form action={`/plugins/${plugin.id}/leave`}>
        <Button kind="danger">{t('resident.plugins.leave')}</Button>
      </Form>
    </section>
  )
}
