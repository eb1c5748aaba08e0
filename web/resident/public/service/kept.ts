/** What everybody reads alike is drawn once: pieces of pages by name, the longest unused go first. */
export type Kept = (name: string, draw: () => string) => string

export function createKept(most: number): Kept {
  const kept = new Map<string, string>()
  return (name, draw) => {
    const piece = kept.get(name) ?? draw()
    kept.delete(name)
    kept.set(name, piece)
    if (kept.size > most) kept.delete(kept.keys().next().value!)
    return piece
  }
}
