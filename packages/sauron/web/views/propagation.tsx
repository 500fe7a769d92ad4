export function PropagationView() { return <p>propagation</p> }
