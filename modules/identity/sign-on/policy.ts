/** When the provider stops to ask: nobody is signed in, not surely enough, or something must be agreed to first. */
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Level, SiteConfig } from '../contract.ts'
import type { Library } from './library.ts'
import { higher, levelOf, rank, reaches } from './levels.ts'

export type Context = KoaContextWithOIDC

export function signOnPolicy({ interactionPolicy: { base, Check } }: Pick<Library, 'interactionPolicy'>) {
  const policy = base()
  const login = policy.get('login')!
  // Levels are an order: who is surer than asked is sure enough. The library's own checks want the very value.
  for (const reason of ['essential_acrs', 'essential_acr']) login.checks.remove(reason)
  login.checks.add(
    new Check(
      'level',
      'a higher level of assurance is needed',
      'unmet_authentication_requirements',
      (ctx) => !reaches(levelOf(ctx.oidc.session?.acr), levelNeeded(ctx)),
      (ctx) => ({ level: levelNeeded(ctx) }),
    ),
  )
  const consent = policy.get('consent')!
  // Every site of ours runs on a server or is on its developer's own machine.
  consent.checks.remove('native_client_prompt')
  return policy
}

/** What the site says it needs, or this request where it needs more. */
export function levelNeeded(ctx: Context): Level {
  const { client, params, claims } = ctx.oidc
  const site = (client as { readonly dpg_site?: SiteConfig } | undefined)?.dpg_site
  const values = [
    ...String(params?.['acr_values'] ?? '').split(' '),
    ...acrsOf((claims as { readonly id_token?: { readonly acr?: unknown } } | undefined)?.id_token?.acr),
  ]
  const known = values.flatMap((value) => levelOf(value) ?? [])
  // Of several the least is enough: the site takes any of them.
  const asked = known.toSorted((a, b) => rank(a) - rank(b))[0] ?? 'low'
  return higher(asked, site?.assurance ?? 'low')
}

function acrsOf(claim: unknown): string[] {
  const { value, values } = (claim ?? {}) as { readonly value?: unknown; readonly values?: unknown }
  return [value, ...(Array.isArray(values) ? values : [])].filter((one) => typeof one === 'string')
}
