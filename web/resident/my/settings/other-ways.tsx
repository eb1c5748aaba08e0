/** Private IDs, certificates, passports and codes: added, seen, taken away. */
import type { WayIn } from '@dpg/identity/contract'
import { type Text, textIn } from '@dpg/kernel'
import { Button, ButtonLink, ButtonRow, Form, MomentText } from '@dpg/ui'
import type { Frame } from '../../frame.tsx'

export interface OtherWays {
  readonly links: readonly WayIn<string, Text>[]
  readonly certificates: readonly WayIn[]
  readonly passports: readonly WayIn[]
  readonly wallets: readonly WayIn[]
  /** That one could add. */
  readonly privateIds: readonly Pick<WayIn<string, Text>, 'id' | 'name'>[]
  readonly hasCertificates: boolean
  readonly hasPassports: boolean
  readonly hasWallets: boolean
  readonly codesLeft: number
}

export function OtherWaysIn({ frame, ways }: { readonly frame: Frame; readonly ways: OtherWays }) {
  const { t, lang } = frame.asked
  const added = new Set(ways.links.map(({ id }) => id))
  const own = [
    ...ways.links.map((link) => ({ ...link, name: textIn(link.name, lang), action: `/my/settings/private/${link.id}/remove` })),
    ...ways.certificates.map((one) => ({ ...one, action: `/my/settings/certificates/${one.id}/remove` })),
    ...ways.wallets.map((one) => ({ ...one, action: `/my/settings/wallets/${one.id}/remove` })),
    ...ways.passports.map((one) => ({ ...one, action: `/my/settings/passports/${one.id}/remove` })),
  ]
  return (
    <section id="ways">
      <h2>{t('resident.ways.title')}</h2>
      {own.map(({ id, name, assurance, addedAt, action }) => (
        <div key={id} class="structured-item">
          <h3>{name}</h3>
          <p class="hint">
            {t('resident.my.passkey.added')} <MomentText at={addedAt} />
            {` · ${t(`resident.my.assurance.${assurance}`)}`}
          </p>
          <Form action={action}>
            <Button kind="danger" size="medium">
              {t('resident.my.passkey.remove')}
              <span class="sr-only"> ({name})</span>
            </Button>
          </Form>
        </div>
      ))}
      <Form action="/signin/private" carry={{ next: '/my/settings' }}>
        <ButtonRow>
          {ways.privateIds
            .filter(({ id }) => !added.has(id))
            .map(({ id, name }) => (
              <Button key={id} name="provider" value={id} kind="secondary" size="medium">
                {t('resident.ways.add', { name: textIn(name, lang) })}
              </Button>
            ))}
          {ways.hasWallets && (
            <ButtonLink href="/signin/wallet?next=/my/settings" kind="secondary" size="medium">
              {t('resident.wallet.add')}
            </ButtonLink>
          )}
          {ways.hasCertificates && (
            <ButtonLink href="/signin/certificate" kind="secondary" size="medium">
              {t('resident.ways.certificate.add')}
            </ButtonLink>
          )}
          {ways.hasPassports && (
            <ButtonLink href="/signin/passport" kind="secondary" size="medium">
              {t('resident.passport.add')}
            </ButtonLink>
          )}
        </ButtonRow>
      </Form>
      <h3>{t('resident.ways.codes')}</h3>
      <p>{t('resident.ways.codes.text', { count: ways.codesLeft })}</p>
      <Form action="/my/settings/codes">
        <Button kind="secondary" size="medium">
          {t('resident.ways.codes.make')}
        </Button>
      </Form>
    </section>
  )
}
