/** What proofing by passport needs of the world outside: who compares faces, and the register that knows who travels. */
import type { PersonId } from '@dpg/kernel'
import type { FaceImage } from '@dpg/passport'
import type { Stay } from '../contract.ts'

export interface Faces {
  /** Is the living person before the camera the one on the chip? Throws when nobody answers; then nothing is known. */
  compare(chip: FaceImage, live: { readonly type: string; readonly bytes: Buffer }): Promise<'same' | 'other' | 'not-alive'>
}

/** As the chip says; believed already. */
export interface ShownPassport {
  /** Two letters. */
  readonly state: string
  readonly number: string
  readonly name: string
  /** ISO day. */
  readonly bornOn: string
  readonly sex: 'F' | 'M' | 'X'
}

export interface KnownHolder {
  readonly person: PersonId
  /** As the register has it. */
  readonly name: string
  readonly stay: Stay
}

export interface StaySource {
  /** Undefined: no register knows this passport, or knows somebody else by it. Throws when the registers do not answer. */
  find(passport: ShownPassport): Promise<KnownHolder | undefined>
  /** Somebody was refused with a passport that is real: its owner finds it in their record. Unknown ones have none. */
  refused(passport: ShownPassport): Promise<void>
}

export interface PassportDeps {
  /** Undefined: faces are not compared here. */
  readonly faces: Faces | undefined
  readonly stay: StaySource
}
