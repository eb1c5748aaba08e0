/** The k documents with the highest scores, highest first; equals in the order of the documents. */
export function topK(documents: readonly number[], scores: Float32Array, k: number): number[] {
  const heap: number[] = [] // the worst of the kept is at the root
  const isWorse = (a: number, b: number) => scores[a]! < scores[b]! || (scores[a] === scores[b] && a > b)
  for (const document of documents) {
    if (heap.length < k) {
      heap.push(document)
      siftUp(heap, isWorse)
    } else if (k > 0 && isWorse(heap[0]!, document)) {
      heap[0] = document
      siftDown(heap, isWorse)
    }
  }
  return heap.sort((a, b) => (isWorse(a, b) ? 1 : -1))
}

type IsWorse = (a: number, b: number) => boolean

function siftUp(heap: number[], isWorse: IsWorse): void {
  for (let child = heap.length - 1; child > 0; ) {
    const parent = (child - 1) >> 1
    if (!isWorse(heap[child]!, heap[parent]!)) return
    swap(heap, child, parent)
    child = parent
  }
}

function siftDown(heap: number[], isWorse: IsWorse): void {
  for (let parent = 0; ; ) {
    let worst = parent
    for (const child of [2 * parent + 1, 2 * parent + 2])
      if (child < heap.length && isWorse(heap[child]!, heap[worst]!)) worst = child
    if (worst === parent) return
    swap(heap, parent, worst)
    parent = worst
  }
}

function swap(heap: number[], i: number, j: number): void {
  const kept = heap[i]!
  heap[i] = heap[j]!
  heap[j] = kept
}
