/** Models for tests, written as XML. */
import type { Definitions } from '../model.ts'
import { readDmn } from '../read.ts'

export const model = (name: string, inner: string, namespace = 'urn:m'): Definitions =>
  readDmn(
    `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="${name}" namespace="${namespace}">${inner}</definitions>`,
  )
export const input = (name: string, typeRef = 'number') =>
  `<inputData id="${name}" name="${name}"><variable name="${name}" typeRef="${typeRef}"/></inputData>`
export const literal = (text: string) => `<literalExpression><text>${text}</text></literalExpression>`
export const needs = (...hrefs: readonly string[]) =>
  hrefs.map((href) => `<informationRequirement><requiredInput href="${href}"/></informationRequirement>`).join('')
export const knows = (href: string) => `<knowledgeRequirement><requiredKnowledge href="${href}"/></knowledgeRequirement>`
export const decision = (name: string, body: string, required = '', type = '') =>
  `<decision id="${name.replaceAll(' ', '_')}" name="${name}"><variable name="${name}"${type && ` typeRef="${type}"`}/>${required}${body}</decision>`
