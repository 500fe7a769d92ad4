/** Writes the built page into a folder. */
export function buildWeb(folder: string): Promise<void>
