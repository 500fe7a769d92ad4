/** A Markdown table. Bars inside cells would end them, so they are escaped. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`.replaceAll("|  |", "| |")
  return [line(heads), `|${heads.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n")
}
