export function DeskView() { return <p>desk</p> }
