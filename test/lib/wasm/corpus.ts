import { producers, wat, withSections } from "./binary.ts";

const ALL = {
  exceptions: true,
  threads: true,
  simd: true,
  memory64: true,
  extended_const: true,
  bulk_memory: true,
  reference_types: true,
  multi_value: true,
  tail_call: true,
};

/** Has every section that there is but data count, and imports and exports of each kind. */
export const EVERYTHING = `(module $everything
  (type $binary (func (param i32 i64 f32 f64) (result i32 i32)))
  (type $event (func (param i32)))
  (import "env" "call" (func $call (param i32)))
  (import "env" "table" (table $imported 1 4 funcref))
  (import "env" "memory" (memory 1 16))
  (import "env" "base" (global $base i32))
  (import "env" "event" (tag $imported-event (type $event)))
  (func $two (type $binary) i32.const 1 i32.const 2)
  (func $start)
  (table $own 8 8 externref)
  (tag $own-event (type $event))
  (global $count (mut i32) (i32.const -5))
  (global $big i64 (i64.const 0x7fffffffffffffff))
  (global $small i64 (i64.const -0x8000000000000000))
  (global $f f32 (f32.const 1.5))
  (global $d f64 (f64.const nan))
  (global $v v128 (v128.const i64x2 1 2))
  (global $sum i32 (i32.add (global.get $base) (i32.const 8)))
  (global $none externref (ref.null extern))
  (global $reference funcref (ref.func $two))
  (export "two" (func $two))
  (export "table" (table $own))
  (export "memory" (memory 0))
  (export "count" (global $count))
  (export "event" (tag $own-event))
  (start $start)
  (elem (i32.const 0) $two $start)
  (data (i32.const 16) "hello")
  (data (global.get $base) "world"))`;

const SEGMENTS = `(module
  (table $a 4 funcref) (table $b 4 funcref) (memory 1)
  (func $f) (func $g)
  (elem (table $a) (i32.const 0) func $f)
  (elem func $f $g)
  (elem (table $b) (i32.const 1) func $g)
  (elem declare func $f)
  (elem (i32.const 0) funcref (ref.func $f) (ref.null func))
  (elem funcref (ref.func $g))
  (elem (table $b) (i32.const 0) funcref (ref.func $g))
  (elem declare funcref (ref.func $f))
  (data $passive "passive") (data (i32.const 0) "active")
  (func (memory.init $passive (i32.const 0) (i32.const 0) (i32.const 1)) (data.drop $passive)))`;

const sources: Record<string, string> = {
  empty: "(module)",
  everything: EVERYTHING,
  segments: SEGMENTS,
  "shared memory": `(module (memory (export "memory") 1 4 shared))`,
  "64-bit memory": `(module (memory (export "memory") i64 1) (data (i64.const 0) "x"))`,
  "plugin-like": `(module
    (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "proc_exit" (func (param i32)))
    (import "mockforge" "log_message" (func (param i32 i32)))
    (memory (export "memory") 2 16)
    (func (export "init")) (func (export "process") (param i32 i32) (result i32) i32.const 0)
    (data (i32.const 1024) "plugin"))`,
};

/** Valid modules, by name. */
export async function corpus(): Promise<Record<string, Uint8Array>> {
  const modules = await Promise.all(
    Object.entries(sources).map(async ([name, source]) => [name, await wat(source, ALL)] as const),
  );
  const { empty } = Object.fromEntries(modules);
  const rust = withSections(empty!, producers({ language: { Rust: "" }, "processed-by": { rustc: "1.80.0" } }));
  return { ...Object.fromEntries(modules), "with producers": rust };
}
