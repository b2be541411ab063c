;; auth-jwt: finds the three parts of a JSON Web Token and compares signatures in constant time.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "mockforge" "config_get" (func $config_get (param i32 i32 i32 i32) (result i32)))
  (import "mockforge" "hmac_sha256" (func $hmac_sha256 (param i32 i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 2)
  (global $heap (mut i32) (i32.const 4096))
  (data (i32.const 16) "secret")
  (data (i32.const 32) "auth-jwt: the token does not have three parts\n")

  (func (export "alloc") (param $size i32) (result i32)
    global.get $heap
    global.get $heap
    local.get $size
    i32.add
    global.set $heap)

  (func $log (param $text i32) (param $length i32)
    i32.const 0
    local.get $text
    i32.store
    i32.const 4
    local.get $length
    i32.store
    i32.const 2
    i32.const 0
    i32.const 1
    i32.const 8
    call $fd_write
    drop)

  ;; The place of the next dot, or the end.
  (func $find_dot (param $at i32) (param $end i32) (result i32)
    (block $found
      (loop $next
        (br_if $found (i32.ge_u (local.get $at) (local.get $end)))
        (br_if $found (i32.eq (i32.load8_u (local.get $at)) (i32.const 46)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    local.get $at)

  ;; 1 when both ranges hold the same bytes; takes the same time wherever they differ.
  (func $same (export "constant_time_equal") (param $a i32) (param $b i32) (param $length i32) (result i32)
    (local $different i32)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $length)))
        (local.set $length (i32.sub (local.get $length) (i32.const 1)))
        (local.set $different
          (i32.or
            (local.get $different)
            (i32.xor
              (i32.load8_u (i32.add (local.get $a) (local.get $length)))
              (i32.load8_u (i32.add (local.get $b) (local.get $length))))))
        (br $next)))
    (i32.eqz (local.get $different)))

  ;; 200 for a good signature, else 401.
  (func (export "authenticate") (param $token i32) (param $length i32) (result i32)
    (local $end i32)
    (local $signature i32)
    (local $secret_length i32)
    (local.set $end (i32.add (local.get $token) (local.get $length)))
    (local.set $signature (call $find_dot (local.get $token) (local.get $end)))
    (local.set $signature
      (call $find_dot (i32.add (local.get $signature) (i32.const 1)) (local.get $end)))
    (if (i32.ge_u (local.get $signature) (local.get $end))
      (then
        (call $log (i32.const 32) (i32.const 46))
        (return (i32.const 401))))
    (local.set $secret_length
      (call $config_get (i32.const 16) (i32.const 6) (i32.const 1024) (i32.const 1024)))
    (drop
      (call $hmac_sha256
        (i32.const 1024) (local.get $secret_length)
        (local.get $token) (i32.sub (local.get $signature) (local.get $token))
        (i32.const 2048)))
    (select
      (i32.const 200)
      (i32.const 401)
      (call $same (i32.add (local.get $signature) (i32.const 1)) (i32.const 2048) (i32.const 43)))))
