/** Countries by their ISO 3166 code, in the words of the reader. */

/** `베트남` or `Vietnam` of `VN`; the text itself where it is no code of a country. */
export function countryInWords(code: string, lang: 'ko' | 'en'): string {
  if (!/^[A-Z]{2}$/.test(code)) return code
  return new Intl.DisplayNames([lang], { type: 'region', fallback: 'code' }).of(code) ?? code
}
