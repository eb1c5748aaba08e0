/** The OpenID Provider's library: read when somebody first comes to sign in to a site. */
export type Library = typeof import('oidc-provider')

/** It warns of every Node that is not marked as long-term; the one we bring may not bear the mark yet. */
export async function loadLibrary(): Promise<Library> {
  const { release } = process
  if (release.lts) return import('oidc-provider')
  Object.assign(release, { lts: 'Node' })
  try {
    return await import('oidc-provider')
  } finally {
    Reflect.deleteProperty(release, 'lts')
  }
}
