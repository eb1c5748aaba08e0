/** All commands, by the word that calls them. */
import type { Command } from './command.ts'
import { definitions } from './definitions.ts'
import { population } from './population.ts'
import { services } from './services.ts'

export const COMMANDS: Readonly<Record<string, Command>> = { definitions, population, services }
