export function ChainView() { return <p>chain</p> }
