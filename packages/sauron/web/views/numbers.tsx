export function NumbersView() { return <p>numbers</p> }
