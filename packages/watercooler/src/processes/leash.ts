/**
 * A process of the office ends with its supervisor. Imported before everything else: a listener that comes late misses the end
 * of a supervisor that died while this process was still loading.
 */
process.on("disconnect", () => process.exit(1))
if (process.send !== undefined && !process.connected) process.exit(1)

export {}
