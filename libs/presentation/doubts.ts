/** Why a presentation is not believed, in one word that says nothing of the person. */
export type Doubt =
  | 'malformed'
  | 'wrong-type'
  | 'unknown-issuer'
  | 'forged'
  | 'altered'
  | 'expired'
  | 'not-yet'
  | 'no-holder-key'
  | 'other-holder'
  | 'other-nonce'
  | 'other-audience'
  | 'other-session'
  | 'stale'
  | 'revoked'
  | 'suspended'
  | 'no-status'
  | 'status-away'

export class RefusedError extends Error {
  readonly doubt: Doubt

  constructor(doubt: Doubt, options?: ErrorOptions) {
    super(doubt, options)
    this.doubt = doubt
  }
}

/** Whatever goes wrong in reading what a stranger has sent is one doubt; doubts that are there already stay. */
export async function doubting<T>(doubt: Doubt, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    throw cause instanceof RefusedError ? cause : new RefusedError(doubt, { cause })
  }
}
