/** All commands, by the word that calls them. */
import type { Command } from './command.ts'
import { definitions } from './definitions.ts'
import { importTexts } from './import.ts'
import { inviteCommand } from './invite.ts'
import { population } from './population.ts'
import { privateIdCommand } from './private-id.ts'
import { happenCommand, register } from './register.ts'
import { verifyReceiptCommand } from './receipt.ts'
import { services } from './services.ts'
import { sweepCommand } from './sweep.ts'
import { receiverCommand } from './trial-receiver.ts'
import { witnessCommand } from './witness.ts'

export const COMMANDS: Readonly<Record<string, Command>> = {
  definitions,
  services,
  import: importTexts,
  population,
  sweep: sweepCommand,
  register,
  happen: happenCommand,
  receiver: receiverCommand,
  invite: inviteCommand,
  'private-id': privateIdCommand,
  'verify-receipt': verifyReceiptCommand,
  witness: witnessCommand,
}
