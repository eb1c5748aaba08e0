/** What showing a credential needs of the world outside. */
import type { PersonId } from '@dpg/kernel'
import type { RequestSigner } from '@dpg/presentation'

/** As the credential says; believed already. */
export interface ShownPerson {
  readonly issuer: string
  readonly number: string
  readonly name: string
  /** ISO day. */
  readonly birthDate: string
}

export interface HolderSource {
  /** Undefined: no register knows this person, or knows somebody else by the number. Throws when the registers do not answer. */
  find(person: ShownPerson): Promise<{ readonly person: PersonId; readonly name: string } | undefined>
}

export interface PresentationDeps {
  readonly holders: HolderSource
  /** The operator's own key and certificate; undefined: made here, which wallets may not know. */
  readonly signer?: RequestSigner | undefined
  /** A list of credentials that were taken back; by default over the network, never into our own. Throws when it is away. */
  readonly fetchList?: ((uri: string) => Promise<string>) | undefined
}
