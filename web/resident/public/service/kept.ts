/** What everybody reads alike is drawn once: pieces of pages by name, the longest unused go first. */
export type Kept<T = string> = (name: string, draw: () => T) => T

export function createKept<T = string>(most: number): Kept<T> {
  const kept = new Map<string, T>()
  return (name, draw) => {
    const piece = kept.get(name) ?? draw()
    kept.delete(name)
    kept.set(name, piece)
    if (kept.size > most) kept.delete(kept.keys().next().value!)
    return piece
  }
}
