/** Shows an address in the user's browser, with whatever the system opens addresses with. */
import { execa } from "execa"

export async function showInBrowser(url: string): Promise<void> {
  const [file, ...args] =
    process.platform === "darwin" ? ["open"] : process.platform === "win32" ? ["cmd", "/c", "start", ""] : ["xdg-open"]
  if (file === undefined) return
  // A machine without a browser: the address was printed, which is what counts.
  await execa(file, [...args, url], { reject: false, stdio: "ignore", timeout: 5_000 })
}
