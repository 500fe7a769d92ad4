/** The Boss's desk: what one can do to the office from here. It asks for the run's token, and keeps it no longer than the page is open. */
import { Door } from "../desk/door.tsx"
import { Temper, Transfer } from "../desk/errands.tsx"
import { Log, Save } from "../desk/minutes.tsx"
import { Hire, Staff } from "../desk/staff.tsx"
import { Running, Wires } from "../desk/wires.tsx"
import { hasDesk, isOpen } from "../state/desk.ts"

export function DeskView() {
  if (!hasDesk.value)
    return (
      <div class="nothing">
        <p>There is no office behind this page now.</p>
        <p class="soft">What was done can be seen on the timeline.</p>
      </div>
    )
  if (!isOpen.value) return <Door />
  return (
    <div class="desk">
      <div class="desk-cards">
        <Staff />
        <Hire />
        <Wires />
        <Running />
        <Transfer />
        <Temper />
        <Save />
      </div>
      <Log />
    </div>
  )
}
