/** What the gateway's process is told at its start, and what it says when it is ready. */
export interface AgencyConfig {
  /** 0: the system chooses. */
  readonly port: number
  readonly signer: { readonly keyid: string; readonly key: Buffer }
  readonly callers: readonly { readonly keyid: string; readonly key: Buffer; readonly registers: readonly string[] }[]
  readonly registers: readonly { readonly id: string; readonly facts: readonly string[] }[]
  readonly addresses: Readonly<Record<string, string>>
  readonly maxWaitMs: number
}
export interface AgencyReady {
  readonly port: number
}
