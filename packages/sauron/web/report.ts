/** The page inside a report: it brings its recording along, and asks nobody. */
import "./state/language.ts"
import { openPage } from "./open-page.tsx"
import { ReportSource } from "./state/report-source.ts"

const recording = document.getElementById("recording")
if (recording === null) throw new Error("the report has no recording")
openPage(new ReportSource(recording))
