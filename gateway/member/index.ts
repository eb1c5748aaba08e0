/** An organisation's gateway, to be started from another program; `main.ts` is for a terminal. */
export { type GatewayConfig, parseConfig, readConfig } from './config.ts'
export { journalFolder, type MemberOptions, type RunningMember, startMember } from './gateway.ts'
export { entriesOf } from './journal.ts'
export { makeKeys, noteSigner, type PublicKeyEntry } from './keys.ts'
export { type Member, type MemberList, membersOf, openMembers, parseMembers, type Service, signMembers } from './members.ts'
export { type JournalCheck, verifyJournal } from './verify.ts'
