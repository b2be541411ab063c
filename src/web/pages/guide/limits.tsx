import { MAX_INLINE_BYTES, MAX_MODULE_BYTES, MAX_PACKAGE_BYTES, MAX_README_BYTES } from "#contract/sizes.ts";
import type { Bucket, Policy } from "#lib/rate-limits.ts";
import { counted, fullCount, sizeOf } from "#web/format.ts";

/** What each limit is on, for people. */
const LIMITED: Record<Bucket, string> = {
  api_ip: "Requests to the API, of an address",
  api_user: "Requests to the API, of an account",
  pages: "Pages",
  suggest: "Suggestions while you type",
  download: "Downloads",
  login: "Attempts to sign in",
  register: "New accounts, of an address",
  publish_new: "New plugins",
  publish_update: "New versions",
  complete_upload: "Completed uploads",
  yank: "Yanks",
  review: "Reviews",
  vote: "Votes on reviews",
};

const SIZES = [
  ["A module sent with its description", MAX_INLINE_BYTES],
  ["A module sent straight to storage", MAX_MODULE_BYTES],
  ["A package", MAX_PACKAGE_BYTES],
  ["A README", MAX_README_BYTES],
] as const;

export const Limits = ({ policies }: { policies: Record<Bucket, Policy> }) => (
  <section aria-labelledby="limits">
    <h2 id="limits">Limits</h2>
    <p>
      Each answer says in its <code>RateLimit</code> header how much is left; who has used it up gets 429 and, in{" "}
      <code>Retry-After</code>, when to come back.
    </p>
    <div class="wide" tabindex={0} role="region" aria-label="Limits of requests">
      <table>
        <tbody>
          {(Object.keys(LIMITED) as Bucket[]).map((bucket) => (
            <tr>
              <th scope="row">{LIMITED[bucket]}</th>
              <td>{inWords(policies[bucket])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    <p>How large something may be:</p>
    <div class="wide" tabindex={0} role="region" aria-label="Limits of sizes">
      <table>
        <tbody>
          {SIZES.map(([what, bytes]) => (
            <tr>
              <th scope="row">{what}</th>
              <td>{sizeOf(bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </section>
);

const inWords = (policy: Policy) =>
  policy.kind === "window"
    ? `${fullCount(policy.limit)} in ${duration(policy.windowMs)}`
    : `${fullCount(policy.burst)} at once, then one more in ${duration(policy.refillMs)}`;

const SECOND_MS = 1_000;
const UNITS = [
  { unit: "hour", one: "an hour", length: 3_600 * SECOND_MS },
  { unit: "minute", one: "a minute", length: 60 * SECOND_MS },
  { unit: "second", one: "a second", length: SECOND_MS },
  { unit: "millisecond", one: "a millisecond", length: 1 },
];

/** In the largest unit of which it is a whole number. */
function duration(ms: number): string {
  const { unit, one, length } = UNITS.find((each) => ms % each.length === 0)!;
  return ms === length ? one : counted(ms / length, unit);
}
