/** What this office cannot do, and says so. */
import { type Act, unable } from "../state/desk.ts"

/** Why a button does nothing: this office has said so. */
export function Cannot({ name }: { readonly name: Act }) {
  const why = unable.value.get(name)
  return why === undefined ? null : (
    <p class="cannot">
      This office cannot {name}: {why}
    </p>
  )
}
