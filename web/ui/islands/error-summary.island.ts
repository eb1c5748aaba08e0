/**
 * A page that came back with errors is the answer to a form: going back to it later, or reloading it, the browser would ask whether to
 * send the form again. Here it takes the address of the page with the form, so that going back shows that one.
 */
import type { MountIsland } from '../island.tsx'

export const mount: MountIsland = () => {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  const from = URL.parse(document.referrer)
  // Questions in the address are asked by GET; such a page may be shown again as it is.
  if (navigation?.responseStatus !== 422 || location.search !== '' || from?.origin !== location.origin) return
  history.replaceState(null, '', from)
}
