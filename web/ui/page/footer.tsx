/** Where to get real help, and what this software is. */
import { useReader } from '../reader.ts'

export interface FooterLink {
  readonly label: string
  readonly href: string
}

export interface FooterProps {
  readonly demo: boolean
  readonly links: readonly FooterLink[]
}

export function Footer({ demo, links }: FooterProps) {
  const { t } = useReader()
  return (
    <footer id="krds-footer" class="site-footer">
      <div class="frame">
        {links.length > 0 && (
          <ul class="footer-links">
            {links.map((link) => (
              <li key={link.href}>
                <a href={link.href}>{link.label}</a>
              </li>
            ))}
          </ul>
        )}
        <p class="footer-name">{t('ui.site')}</p>
        <p>{t('ui.footer.what')}</p>
        {demo && <p>{t('ui.footer.realHelp')}</p>}
      </div>
    </footer>
  )
}
