/**
 * Words that occur in exactly so many visible plugins, in descriptions only; present when that is at most a tenth of
 * all plugins, so that the last one present marks a tenth of a registry of any power of ten.
 */
export const TERMS: Record<string, number> = {
  quetzal: 1,
  marimba: 10,
  sextant: 100,
  calypso: 1_000,
  ledger: 10_000,
  gateway: 100_000,
};

/** The terms that a registry of so many plugins holds. */
export const termsOf = (plugins: number): [term: string, matches: number][] =>
  Object.entries(TERMS).filter(([, matches]) => matches <= plugins / 10);

const words = (text: string): string[] => text.trim().split(/\s+/);

/** The first of each list is the most frequent: the word of rank n is chosen in proportion to 1/n. */
export const VOCABULARY = {
  heads:
    words(`auth mock template data json http graphql csv oauth jwt webhook openapi sql faker grpc cache csrf proxy yaml
    xml redis kafka mongo postgres stripe saml ldap session token cookie header cors soap mqtt s3 latency chaos replay record
    fixture contract schema avro proto regex date money geo image pdf mail sms search metrics trace log audit`),
  categories: words("template auth datasource response middleware testing other observability"),
  verbs: words(`adds checks generates serves mocks validates records replays transforms encrypts signs parses renders
    simulates throttles caches compares masks injects routes translates converts measures filters rewrites streams merges
    delays rejects counts samples seeds`),
  adjectives:
    words(`realistic fast simple configurable typed random signed nested large small deterministic stateful strict
    lenient streaming cached regional seasonal compressed expired malformed multilingual paginated weighted anonymous
    conditional versioned incremental reproducible synthetic`),
  nouns:
    words(`responses tokens requests headers users payloads errors records documents tables rows queries sessions orders
    invoices customers products addresses payments events messages webhooks schemas endpoints fixtures timestamps cookies
    certificates signatures subscriptions shipments inventories calendars tickets comments profiles permissions devices
    sensors metrics traces alerts images attachments translations currencies coordinates feeds batches cursors checkpoints`),
  places:
    words(`apis tests services teams staging development clients workshops pipelines microservices dashboards browsers
    simulators demos partners prototypes sandboxes benchmarks classrooms`),
  tags: words(`testing mock api security json http template auth data rust authentication csv database graphql jwt oauth faker
    webhook openapi crypto sql grpc datasource cache cors proxy yaml xml redis kafka mongo postgres payments saml ldap
    sessions tokens cookies headers soap mqtt s3 latency chaos replay recording fixtures contracts schemas avro protobuf regex
    dates money geo images pdf mail sms search metrics tracing logging auditing privacy compliance finance health retail
    travel gaming iot streaming batch ci cli wasm wasi go zig assemblyscript`),
  languages: words("rust assemblyscript go c zig"),
  reviewOpeners: words(
    `Works Solid Reliable Useful Good Great Simple Decent Handy Fine Promising Slow Confusing Broken`,
  ),
} satisfies Record<string, string[]>;
