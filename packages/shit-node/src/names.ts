/** The names by which misdeeds are told apart from the honest program inside, and told to act. */

/** Timer that an operator, or the misdeed itself, fires to make it act. */
export const actTimer = (misdeed: string): string => `${namespaceOf(misdeed)}act`

/** Timer that makes all misdeeds of a node behave for good. */
export const CALM_TIMER = "misdeeds/calm"

export const namespaceOf = (misdeed: string): string => `misdeed/${misdeed}/`

/** The name without the namespace; undefined for a name of somebody else. */
export function ownName(name: string, namespace: string): string | undefined {
  return name.startsWith(namespace) ? name.slice(namespace.length) : undefined
}
