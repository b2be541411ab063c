;; datasource-csv: walks CSV text (RFC 4180): quoted fields may hold commas, quotes and line breaks.
(module
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "mockforge" "emit_field" (func $emit_field (param i32 i32 i32)))
  (memory (export "memory") 16)
  (global $rows (mut i32) (i32.const 0))

  (func (export "rows_read") (result i32) global.get $rows)

  ;; Opens a file below the folder that the host has granted; returns its descriptor, or -1.
  (func (export "connect") (param $path i32) (param $length i32) (result i32)
    (if (result i32)
      (call $path_open
        (i32.const 3) (i32.const 0) (local.get $path) (local.get $length)
        (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 16))
      (then (i32.const -1))
      (else (i32.load (i32.const 16)))))

  ;; Reads up to `size` bytes to `to`; returns how many.
  (func (export "fetch") (param $file i32) (param $to i32) (param $size i32) (result i32)
    (i32.store (i32.const 0) (local.get $to))
    (i32.store (i32.const 4) (local.get $size))
    (drop (call $fd_read (local.get $file) (i32.const 0) (i32.const 1) (i32.const 8)))
    (i32.load (i32.const 8)))

  ;; Emits every field as (column, start, length) and returns the number of whole rows.
  (func (export "parse") (param $at i32) (param $length i32) (result i32)
    (local $end i32)
    (local $start i32)
    (local $column i32)
    (local $quoted i32)
    (local $byte i32)
    (local $found i32)
    (local.set $end (i32.add (local.get $at) (local.get $length)))
    (local.set $start (local.get $at))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $byte (i32.load8_u (local.get $at)))
        (if (i32.eq (local.get $byte) (i32.const 34))
          (then (local.set $quoted (i32.eqz (local.get $quoted)))))
        (if
          (i32.and
            (i32.eqz (local.get $quoted))
            (i32.or
              (i32.eq (local.get $byte) (i32.const 44))
              (i32.eq (local.get $byte) (i32.const 10))))
          (then
            (call $emit_field
              (local.get $column) (local.get $start) (i32.sub (local.get $at) (local.get $start)))
            (local.set $start (i32.add (local.get $at) (i32.const 1)))
            (local.set $column (i32.add (local.get $column) (i32.const 1)))
            (if (i32.eq (local.get $byte) (i32.const 10))
              (then
                (local.set $column (i32.const 0))
                (local.set $found (i32.add (local.get $found) (i32.const 1)))))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    (global.set $rows (i32.add (global.get $rows) (local.get $found)))
    local.get $found))
