/** A question to the policies, as somebody writes it who wants to try them. */
import { z } from 'zod'

const code = z.string().max(200)
const codes = z.array(code).max(50)
const owner = z.enum(['asker', 'represented', 'other', 'nobody']).describe('Whose it is, seen from who asks')

export const question = z.strictObject({
  principal: z.strictObject({
    type: z.enum(['Visitor', 'Person', 'Official', 'Program']),
    roles: codes.default([]),
    agency: code.default(''),
    office: code.default(''),
  }),
  action: code.describe('A permission of routes, read-fact, change-fact, view-case or work-on-case'),
  resource: z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('Route'),
      path: code.default('/'),
      method: code.default('GET'),
      kind: code.default('page'),
    }),
    z.strictObject({
      type: z.literal('Fact'),
      fact: code,
      sensitivity: code.default('personal'),
      register: code.default(''),
      owner: owner.default('other'),
      isDeclared: z.boolean().default(true).describe('Does what it is asked for name this fact?'),
      isAgreed: z.boolean().optional().describe('Has the holder granted it to the asker’s agency, for this service and purpose?'),
    }),
    z.strictObject({
      type: z.literal('Case'),
      service: code.default(''),
      offices: codes.default([]),
      owner: owner.default('other'),
    }),
  ]),
  context: z.strictObject({
    assurance: z.int().min(0).max(3).default(2),
    purpose: code.default('unstated'),
    law: code.default(''),
    consent: z.enum(['none', 'given', 'by-law']).default('none'),
    deviceBound: z.boolean().default(false),
    acting: code.default('nobody'),
    covered: z.boolean().default(false),
    hour: z.int().min(0).max(23).default(10),
    workday: z.boolean().default(true),
    recent: z.int().min(0).max(1_000_000).default(0),
  }),
})
