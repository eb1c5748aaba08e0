/** Puts bytes at the end of a file and on disk, as quickly as the disk allows. */
import { fdatasync, fdatasyncSync, ftruncateSync, writeSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/**
 * A write is to memory and takes microseconds, less than the way to another thread; the wait for the disk is given to one.
 * Throws when not all of it is on disk: what is there then is not known.
 */
export function putDown({ fd }: FileHandle, bytes: Buffer, from?: number): Promise<void> {
  write(fd, bytes, from)
  return new Promise<void>((resolve, reject) => fdatasync(fd, (cause) => (cause ? reject(cause) : resolve())))
}

function write(fd: number, bytes: Buffer, from: number | undefined): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at, from === undefined ? null : from + at)
}

/** What a file holds behind its last line while it is written: white space to whoever reads it, and never in a line of JSON. */
export const AHEAD = 0x09
const ROOM = Buffer.alloc(1024 * 1024, AHEAD)
/** A disk that is slower is waited for by another thread, so that nothing else stands still. */
const QUICK_MS = 2

export interface LineFile {
  /** `isAlone`: nothing else waits, so a quick disk is waited for here. */
  append(bytes: Buffer, isAlone: boolean): Promise<void>
  /** Without the room behind its last line. */
  close(): Promise<void>
}

/**
 * A file of lines that ends at `end`; what stands behind is cut off. Room is made ahead: a line that does not make the file longer is
 * on disk without the file system's own journal, in half the time.
 */
export async function openLines(path: string, end: number): Promise<LineFile> {
  const file = await open(path, 'r+')
  await file.truncate(end)
  let size = end
  let lastMs = 0
  return {
    async append(bytes, isAlone) {
      for (; end + bytes.length > size; size += ROOM.length) write(file.fd, ROOM, size)
      const before = performance.now()
      if (isAlone && lastMs < QUICK_MS) {
        write(file.fd, bytes, end)
        fdatasyncSync(file.fd)
      } else await putDown(file, bytes, end)
      lastMs = performance.now() - before
      end += bytes.length
    },
    async close() {
      ftruncateSync(file.fd, end)
      await file.close()
    },
  }
}
