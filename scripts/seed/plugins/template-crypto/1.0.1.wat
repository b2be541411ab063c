;; template-crypto: random values for templates, {{crypto.hex 16}} and {{crypto.uuid}}.
(module
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (import "mockforge" "template_register" (func $template_register (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "0123456789abcdef")
  (data (i32.const 16) "crypto.hex")
  (data (i32.const 32) "crypto.uuid")

  (func (export "initialize") (result i32)
    (drop (call $template_register (i32.const 16) (i32.const 10)))
    (call $template_register (i32.const 32) (i32.const 11)))

  (func $digit (param $value i32) (result i32)
    (i32.load8_u (i32.and (local.get $value) (i32.const 15))))

  ;; Writes `count` random bytes as hexadecimal digits and returns how many digits there are.
  (func $hex (export "hex") (param $to i32) (param $count i32) (result i32)
    (local $at i32)
    (local $byte i32)
    (drop (call $random_get (i32.const 1024) (local.get $count)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $count)))
        (local.set $byte (i32.load8_u (i32.add (i32.const 1024) (local.get $at))))
        (i32.store8 (local.get $to) (call $digit (i32.shr_u (local.get $byte) (i32.const 4))))
        (i32.store8 offset=1 (local.get $to) (call $digit (local.get $byte)))
        (local.set $to (i32.add (local.get $to) (i32.const 2)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    (i32.shl (local.get $count) (i32.const 1)))

  ;; Writes a version 4 UUID without hyphens: the version and the variant are in their places.
  (func (export "uuid") (param $to i32) (result i32)
    (local $length i32)
    (local.set $length (call $hex (local.get $to) (i32.const 16)))
    (i32.store8 offset=12 (local.get $to) (i32.const 52))
    (i32.store8 offset=16 (local.get $to)
      (call $digit (i32.or (i32.const 8) (i32.and (i32.load8_u (i32.const 1032)) (i32.const 3)))))
    local.get $length))
