import wabt from "wabt";

// Starting the compiler costs more than all it is asked for.
const compiler = wabt();

/** A real module, small, and different for every `marker`. */
export async function wasmModule(marker: string): Promise<Uint8Array<ArrayBuffer>> {
  const { parseWat } = await compiler;
  const text = JSON.stringify(marker);
  const source = `(module (memory (export "memory") 1) (data (i32.const 0) ${text}) (func (export "run") (result i32) i32.const 42))`;
  const module = parseWat(`${marker}.wat`, source);
  const bytes = new Uint8Array(module.toBinary({}).buffer);
  module.destroy();
  return bytes;
}
