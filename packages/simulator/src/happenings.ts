/** Kinds of events, and the words for them. */

export const FAULT = 0
export const BOOT = 1
export const DURABLE = 2
export const WAKE = 3
export const ARRIVAL = 4
export const ODD_ARRIVAL = 5
export const ANSWER = 6
export const ENDING = 7
export const TIMEOUT = 8
export const TIMER = 9
export const WORKED = 10
export const SESSION = 11
export const LEFT = 12
