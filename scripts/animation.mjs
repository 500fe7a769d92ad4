// Some PNG pictures of one size as one that moves: an animated PNG, which browsers show wherever they show a picture.
// https://www.w3.org/TR/png-3/#apngFrame-based-animation
import { crc32 } from "node:zlib"

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** `pauses`: how long each picture is shown, in milliseconds. Repeats for ever. */
export function animation(pictures, pauses) {
  const first = chunksOf(pictures[0])
  const header = first.find(({ type }) => type === "IHDR").data
  const size = header.subarray(0, 8)
  let order = 0
  const number = () => bytes(4, (view) => view.setUint32(0, order++))
  const frames = pictures.flatMap((picture, at) => {
    const data = chunksOf(picture)
      .filter(({ type }) => type === "IDAT")
      .map((chunk) => chunk.data)
    // Place, pause as a fraction of a second, and: leave it standing, put the next one in its place.
    const place = bytes(14, (view) => {
      view.setUint16(8, pauses[at])
      view.setUint16(10, 1_000)
    })
    const control = chunk("fcTL", Buffer.concat([number(), size, place]))
    const shown = data.map((part) => (at === 0 ? chunk("IDAT", part) : chunk("fdAT", Buffer.concat([number(), part]))))
    return [control, ...shown]
  })
  const count = bytes(8, (view) => view.setUint32(0, pictures.length))
  return Buffer.concat([SIGNATURE, chunk("IHDR", header), chunk("acTL", count), ...frames, chunk("IEND", Buffer.alloc(0))])
}

function chunksOf(png) {
  const chunks = []
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    chunks.push({ type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) })
    at += length + 12
  }
  return chunks
}

function chunk(type, data) {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data])
  return Buffer.concat([bytes(4, (view) => view.setUint32(0, data.length)), named, bytes(4, (view) => view.setUint32(0, crc32(named)))])
}

function bytes(count, write) {
  const buffer = Buffer.alloc(count)
  write(new DataView(buffer.buffer, buffer.byteOffset, count))
  return buffer
}
