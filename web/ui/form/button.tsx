/** Buttons do something; links that look like buttons go somewhere. One primary button a page. */
import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from '../content/icon.tsx'
import { BESIDE, OpensBeside } from '../content/opens-beside.tsx'

export interface ButtonLook {
  readonly kind?: 'primary' | 'secondary' | 'tertiary' | 'text' | 'danger'
  readonly size?: 'small' | 'medium' | 'large'
  readonly icon?: IconName
  readonly children: ComponentChildren
}

export interface ButtonProps extends ButtonLook {
  readonly type?: 'submit' | 'button'
  /** Posted with the form, so that one form may have several buttons. */
  readonly name?: string
  readonly value?: string
  /** Another target than the form's. */
  readonly formAction?: string
  /** Id of the form that it sends, when it stands outside of it. */
  readonly form?: string
}

export function Button({ type = 'submit', name, value, formAction, form, ...look }: ButtonProps) {
  return (
    <button class={classOf(look)} type={type} name={name} value={value} formAction={formAction} form={form}>
      {look.icon && <Icon name={look.icon} />}
      {look.children}
    </button>
  )
}

export interface ButtonLinkProps extends ButtonLook {
  readonly href: string
  /** Opens beside this page, and says so in these words. */
  readonly newTab?: string
}

export function ButtonLink({ href, newTab, ...look }: ButtonLinkProps) {
  return (
    <a class={classOf(look)} href={href} {...(newTab ? BESIDE : {})}>
      {look.icon && <Icon name={look.icon} />}
      {look.children}
      {newTab && <OpensBeside words={newTab} />}
    </a>
  )
}

/** Buttons beside each other; below each other on a small screen. */
export const ButtonRow = ({ children }: { readonly children: ComponentChildren }) => <div class="button-row">{children}</div>

const classOf = ({ kind = 'primary', size = 'large' }: ButtonLook) => `krds-btn ${kind} ${size}`
