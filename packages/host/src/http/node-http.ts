/**
 * Node's HTTP client, asked for by name. An import statement would read every export of the module, and one of them, on its first
 * read, loads a second HTTP client: 6 MB that a node never uses.
 */
export const { Agent, request: httpRequest } = process.getBuiltinModule("node:http")
