import { gzipSync } from "node:zlib";
import { evilText } from "./malice.ts";
import type { Random } from "./random.ts";
import type { Sent } from "./requests.ts";

type Trick = (sent: Sent, random: Random) => Partial<Sent>;

const header =
  (name: string, ...values: string[]): Trick =>
  (sent, random) => ({ headers: { ...sent.headers, [name]: random.pick(values) } });

/** Characters that a header's value may have at all. */
const latin = (text: string): string => text.replaceAll(/[^\t\u0020-\u007e\u0080-\u00ff]/g, "?");

const TRICKS: Trick[] = [
  (_, random) => ({
    method: random.pick(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "PURGE"]),
  }),
  header(
    "content-type",
    "text/plain",
    "application/json; charset=utf-16",
    "application/xml",
    "application/json;;",
    "",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "application/x-www-form-urlencoded",
    "APPLICATION/JSON",
    "application/vnd.api+json",
    "\u00ff/\u00ff",
  ),
  header("content-encoding", "gzip", "br", "deflate", "identity", "fuzz", "gzip, gzip"),
  (sent) => ({ headers: { ...sent.headers, "content-encoding": "gzip" }, body: sent.body && gzipSync(sent.body) }),
  header("transfer-encoding", "chunked"),
  header(
    "range",
    "bytes=0-0",
    "bytes=5-",
    "bytes=-5",
    "bytes=9999999-",
    "bytes=0-0,2-3",
    "bytes=-0",
    "bytes=99999999999999999999-",
    "lines=1-2",
    "bytes=",
    "bytes=4-2",
    `bytes=${"0-0,".repeat(1_000)}1-1`,
  ),
  header("if-none-match", "*", '"x"', "W/", '""', `"${"a".repeat(5_000)}"`, '"a", W/"b"', "\u00ff"),
  header("if-range", '"x"', "Thu, 01 Jan 1970 00:00:00 GMT", "x"),
  header("if-modified-since", "x", "Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 01 Jan 2099 00:00:00 GMT"),
  header("accept", "text/html", "image/*;q=9", "*/*;q=0", "\u00ff"),
  header("accept-encoding", "identity;q=0", "fuzz"),
  header("origin", "null", "https://evil.example", "http://", "\u00ff"),
  // Hosts that are none do not get past Cloudflare, nor to the Worker.
  header("host", "evil.example", "[::1]", "EVIL.example:81"),
  header(
    "cookie",
    "__Host-session=x",
    "=;=;;",
    "__Host-session=%ff",
    `a=${"b".repeat(6_000)}`,
    "__Host-notice=%7b",
    "__Host-form=\u00ff",
  ),
  header(
    "authorization",
    "Bearer",
    "Bearer a.b.c",
    "Bearer \u00ff",
    "Digest x=y",
    `Bearer ${"a.".repeat(3_000)}`,
    "Bearer null",
  ),
  header("cf-connecting-ip", "::1", "x", "999.1.1.1", "fe80::1%eth0", "::ffff:1.2.3.4", "", "1".repeat(3_000)),
  header("x-forwarded-host", "evil.example"),
  header("x-request-id", "\u00ff", "a".repeat(3_000)),
  header("x-http-method-override", "DELETE"),
  header("expect", "100-continue"),
  header("x-fuzz", "a".repeat(20_000)),
  (sent) => ({
    headers: { ...sent.headers, ...Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`x-${index}`, "a"])) },
  }),
  (sent, random) => ({
    headers: {
      ...sent.headers,
      [random.pick(["user-agent", "referer", "accept-language"])]: latin(evilText(random)).slice(0, 9_000),
    },
  }),
  (sent) => ({ body: sent.body && Buffer.concat([sent.body, sent.body]) }),
  (sent, random) => ({
    body: Buffer.alloc(random.pick([0, 1, 65_536, 65_537, 200_000]), "x"),
    ...(sent.method === "GET" && { method: "POST" }),
  }),
];

/** The same request, with one thing round its content that is unusual. */
export const inOddEnvelope = (sent: Sent, random: Random): Sent => ({ ...sent, ...random.pick(TRICKS)(sent, random) });
