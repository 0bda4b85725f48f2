// Which rows of a long list are there: those that can be seen, and some before and after them.

export interface Part {
  first: number
  /** Behind the last. */
  end: number
}

/** Of `count` rows of one height, those within a view that begins `top` below the list's start. */
export function part(count: number, height: number, top: number, view: number): Part {
  const around = 10
  const first = Math.max(0, Math.min(count, Math.floor(top / height)) - around)
  const end = Math.min(count, Math.ceil((Math.max(0, top) + view) / height) + around)
  return { first, end: Math.max(first, end) }
}
