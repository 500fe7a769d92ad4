/** The page that Sauron serves, of an open office or of a recorded run. */
import "./state/language.ts"
import { openPage } from "./open-page.tsx"
import { SocketSource } from "./state/socket-source.ts"

openPage(new SocketSource())
