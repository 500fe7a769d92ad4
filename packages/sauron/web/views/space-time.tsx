export function SpaceTimeView() { return <p>space-time</p> }
