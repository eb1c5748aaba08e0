/** What is looked at on each page: what a machine can see of what people need. */
import type { Page } from '../harness/browser.ts'

/** Width of a small phone: nothing may make it scroll sideways. */
export const PHONE = { width: 360, height: 780 }

/** Faults of the page as it stands, one line each. */
export async function faultsOf(page: Page, lang: 'ko' | 'en'): Promise<string[]> {
  const seen = await page.evaluate(() => {
    const focusable = 'a[href], button, input:not([type=hidden]), select, textarea, summary'
    const name = (one: Element) =>
      `${one.tagName.toLowerCase()}#${one.id}.${one.className} "${(one.textContent ?? '').trim().slice(0, 30)}"`
    const isShown = (one: Element) => (one as HTMLElement).offsetParent !== null && getComputedStyle(one).visibility !== 'hidden'
    return {
      lang: document.documentElement.lang,
      title: document.title,
      headings: document.querySelectorAll('h1').length,
      width: document.documentElement.scrollWidth,
      beyond: [...document.querySelectorAll('main *, header *, footer *')]
        .filter((one) => isShown(one) && one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .map(name)
        .slice(0, 5),
      keys: [...document.querySelectorAll('h1, h2, h3, h4, p, a, button, label, legend, th, dt, li, summary, span')]
        .filter((one) => one.children.length === 0 && one.closest('code, pre') === null)
        .map((one) => (one.textContent ?? '').trim())
        .filter((text) => /^(?!www\.)[a-z]+(\.[\w -]+){2,}$/.test(text)),
      unreachable: [...document.querySelectorAll<HTMLElement>(focusable)]
        .filter((one) => isShown(one) && one.tabIndex !== 0)
        .map(name),
      inline: [
        ...document.querySelectorAll(
          '[style], style, script:not([src]):not([type="application/json"]):not([type="application/ld+json"])',
        ),
      ].map(name),
    }
  })
  return [
    ...(seen.lang === lang ? [] : [`html lang is ${seen.lang}`]),
    ...(seen.title.length > 5 ? [] : [`the title says nothing: ${seen.title}`]),
    ...(seen.headings === 1 ? [] : [`${seen.headings} headings of the first level`]),
    ...(seen.width <= PHONE.width ? [] : [`scrolls sideways, ${seen.width} px: ${seen.beyond.join(', ')}`]),
    ...seen.keys.map((key) => `a key in place of words: ${key}`),
    ...seen.unreachable.map((one) => `the keyboard does not reach ${one}`),
    ...seen.inline.map((one) => `inline style or script: ${one}`),
  ]
}

/** What takes the focus of a keyboard and does not show it, and a skip link that is not the first stop or does not skip. */
export async function keyboardFaultsOf(page: Page): Promise<string[]> {
  await page.keyboard.press('Tab')
  const faults = await page.evaluate(() => {
    const focusable = 'a[href], button, input:not([type=hidden]), select, textarea, summary'
    // A box that is drawn by its label shows the focus there.
    const isMarked = (one: Element) =>
      [one, one.nextElementSibling, one.closest('label'), one.parentElement].some((part) => {
        if (part === null) return false
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(part)
        return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
      })
    const first = document.activeElement
    // A page that came back with errors begins at them.
    const isAtErrors = document.querySelector('[autofocus]') !== null
    const faults =
      isAtErrors || first?.classList.contains('skip-link')
        ? []
        : [`the first stop is no skip link but ${first?.outerHTML.slice(0, 80)}`]
    // The last thing pressed was a key, so the browser shows the focus that a script gives as it shows a person's.
    for (const folded of document.querySelectorAll('details')) folded.open = true
    for (const one of document.querySelectorAll<HTMLElement>(focusable)) {
      if (!one.checkVisibility({ visibilityProperty: true })) continue
      one.focus()
      if (document.activeElement !== one) faults.push(`takes no focus: ${one.outerHTML.slice(0, 80)}`)
      else if (!isMarked(one)) faults.push(`no mark of the focus: ${one.outerHTML.slice(0, 80)}`)
    }
    return faults
  })
  await page.locator('.skip-link').focus()
  await page.keyboard.press('Enter')
  const isAtMain = await page.evaluate(() => document.activeElement?.id === 'main' || location.hash === '#main')
  return isAtMain ? faults : [...faults, 'the skip link does not lead to the main part']
}
