export function VerdictView() { return <p>verdict</p> }
