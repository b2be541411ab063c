import { stringify } from "yaml";
import type { Random } from "../fuzz/random.ts";
import { wasmModule } from "../modules.ts";
import { sendPackage } from "../packages.ts";
import { type Person, unique } from "../people.ts";
import { complete, put, type Ticket } from "../uploads.ts";
import { ALTERED } from "./alterations.ts";
import { type Field, inManifest, type Layout, LAYOUTS, manifestOf, type Truth, truthOf } from "./claims.ts";
import { type Publication, requestOf, type Way, WAYS, zipOf } from "./ways.ts";

/** Who publishes, and what there is to depend on. */
export interface World {
  author: Person;
  dependency: string;
}

/** A publication whose two halves do not agree. */
export interface Mismatch {
  what: string;
  /** What the refusal has to name. */
  field: Field | "checksum" | "file_size" | "published already" | "plugin.yaml" | "module";
  send: (world: World, random: Random) => Promise<Response>;
  /** What is there afterwards, of what came before the mismatch. */
  leaves?: Partial<Stored>;
}

/** How much of everything that a publication could leave. */
export interface Stored {
  plugins: number;
  versions: number;
  audited: number;
  uploads: number;
  objects: number;
}

export async function agreeing(world: World, layout: Layout): Promise<Publication & { truth: Truth }> {
  const truth = truthOf(unique("agreeing"), world.dependency);
  return { truth, beside: truth, manifest: manifestOf(truth, layout), module: await wasmModule(truth.name) };
}

const FIELDS = Object.keys(ALTERED) as Field[];
/** A package's form says no more than this; all else is in plugin.yaml alone. */
const BESIDE: Record<Way, readonly Field[]> = {
  "a package": ["name", "version"],
  "one request": FIELDS,
  "an upload": FIELDS,
};
const OPTIONAL: ReadonlySet<Field> = new Set([
  "repository",
  "homepage",
  "tags",
  "dependencies",
  "min_mockforge_version",
  "language",
]);

const everywhere = <T>(list: (way: Way, layout: Layout) => T[]): T[] =>
  (Object.keys(WAYS) as Way[]).flatMap((way) => LAYOUTS.flatMap((layout) => list(way, layout)));

/** One half says another thing than the other, or nothing where the manifest says something. */
const altered = everywhere((way, layout) =>
  BESIDE[way].flatMap((field): Mismatch[] => {
    const send =
      (half: "beside" | "manifest", alter: (typeof ALTERED)[Field]): Mismatch["send"] =>
      async ({ author, dependency }, random) => {
        const publication = await agreeing({ author, dependency }, layout);
        const claims = { ...publication.truth, [field]: alter(publication.truth, random) };
        const other = half === "beside" ? { beside: claims } : { manifest: manifestOf(claims, layout) };
        return WAYS[way](author, { ...publication, ...other });
      };
    const told = `${way}, ${layout}`;
    const list = [
      { what: `${told}: another ${field} beside the manifest`, field, send: send("beside", ALTERED[field]) },
      { what: `${told}: another ${field} in the manifest`, field, send: send("manifest", ALTERED[field]) },
    ];
    const nothing = () => undefined;
    if (OPTIONAL.has(field)) {
      list.push({ what: `${told}: ${field} only in the manifest`, field, send: send("beside", nothing) });
    }
    if (field === "name" || field === "version") {
      list.push({ what: `${told}: no ${field} in the manifest`, field, send: send("manifest", nothing) });
    }
    return list;
  }),
);

/** The manifest says a field in both places, or by both of its words, and not the same. */
const twice = everywhere((way, layout) => {
  const both = (what: string, field: Field, more: (value: unknown) => Record<string, unknown>): Mismatch => ({
    what: `${way}, ${layout}: ${field} ${what}`,
    field,
    send: async (world, random) => {
      const { truth, manifest, ...rest } = await agreeing(world, layout);
      const added = more(ALTERED[field](truth, random));
      const nested =
        layout === "at the top" ? { plugin: added } : { plugin: { ...added, ...(manifest["plugin"] as object) } };
      const saidTwice =
        what === "in both layouts" && layout !== "at the top" ? { ...added, ...manifest } : { ...manifest, ...nested };
      return WAYS[way](world.author, { ...rest, manifest: saidTwice });
    },
  });
  const inBoth = FIELDS.filter((field) => field !== "dependencies").map((field) =>
    both("in both layouts", field, (value) => inManifest(field, value, layout)),
  );
  return [
    ...inBoth,
    both("by another word", "category", (category) => ({ category })),
    both("by another word", "tags", (tags) => ({ [layout === "at the top" ? "keywords" : "tags"]: tags })),
    both("by both words in one place", "dependencies", (dependencies) => ({ dependencies })),
  ];
});

/** A dependency is listed twice, with two requirements. */
const listedTwice = everywhere((way, layout): Mismatch[] => [
  {
    what: `${way}, ${layout}: a dependency listed twice`,
    field: "dependencies",
    send: async (world, random) => {
      const publication = await agreeing(world, layout);
      const id = world.dependency;
      const list = [
        { id, version: random.pick(["*", "^2", "=1.0.1"]) },
        { id, version: "^1.0" },
      ];
      return WAYS[way](world.author, { ...publication, manifest: { ...publication.manifest, dependencies: list } });
    },
  },
]);

/** The version is there, and was said to be something else. */
const again = everywhere((way, layout) =>
  (["description", "license", "category"] as const).map((field): Mismatch => ({
    what: `${way}, ${layout}: published before with another ${field}`,
    field: "published already",
    leaves: { plugins: 1, versions: 1, audited: 1, objects: 2 },
    send: async (world, random) => {
      const publication = await agreeing(world, layout);
      const first = await WAYS["one request"](world.author, publication);
      if (first.status !== 201) throw new Error(await first.text());
      const claims = { ...publication.truth, [field]: ALTERED[field](publication.truth, random) };
      return WAYS[way](world.author, { ...publication, beside: claims, manifest: manifestOf(claims, layout) });
    },
  })),
);

/** Other bytes than were announced. */
const bytes = LAYOUTS.flatMap((layout): Mismatch[] => [
  ...(["checksum", "file_size"] as const).map((field) => ({
    what: `one request, ${layout}: another ${field}`,
    field,
    send: async (world: World, random: Random) => {
      const publication = await agreeing(world, layout);
      const wasm_data = Buffer.from(publication.module).toString("base64");
      const lie =
        field === "checksum" ? { checksum: `${random.below(10)}`.repeat(64) } : { file_size: 1 + random.below(50) };
      return world.author.request("/api/v1/plugins/publish", {
        json: { ...requestOf(publication), wasm_data, ...lie },
      });
    },
  })),
  {
    what: `an upload, ${layout}: another module of that size`,
    field: "checksum",
    leaves: { uploads: 1, objects: 1 },
    send: async (world, random) => {
      const publication = await agreeing(world, layout);
      const ticket = (await (await WAYS["an upload"](world.author, publication)).json()) as Ticket;
      const other = publication.module.slice();
      other[other.length - 1 - random.below(2)]! ^= 1;
      other.set(Buffer.from("x"), publication.module.indexOf(0x61, 40));
      await put(ticket, other);
      return complete(world.author, ticket);
    },
  },
]);

type Make = (yaml: string, module: Uint8Array, random: Random) => Uint8Array<ArrayBuffer>;
const patched = (zip: Uint8Array, patch: (latin: string) => string) =>
  new Uint8Array(Buffer.from(patch(Buffer.from(zip).toString("latin1")), "latin1"));
const withYaml =
  (change: (yaml: string, random: Random) => string | Uint8Array): Make =>
  (yaml, module, random) =>
    zipOf({ "plugin.yaml": change(yaml, random), "some.wasm": module });

/** Packages that can be read in more than one way. */
const AMBIGUOUS: Record<string, [field: Mismatch["field"], make: Make]> = {
  "a key twice": [
    "description",
    withYaml((yaml) => yaml.replace(/^( *)description:.*$/m, "$&\n$1description: Another")),
  ],
  "a key twice, once by an alias": [
    "plugin.yaml",
    withYaml((yaml) => yaml.replace(/^( *)description:.*$/m, "$&\n$1other: &k description\n$1*k : Another")),
  ],
  "two documents": ["plugin.yaml", withYaml((yaml) => `${yaml}---\n${yaml.replace("auth", "testing")}`)],
  "a version that is a number": ["version", withYaml((yaml) => yaml.replace(/version: 1\.10.*/, "version: 1.10"))],
  "text that is not UTF-8": [
    "plugin.yaml",
    withYaml((yaml) => new Uint8Array(Buffer.from(yaml.replace("Zählt", "Z\u00e4hlt"), "latin1"))),
  ],
  "no description": ["description", withYaml((yaml) => yaml.replace(/^ *description:.*\n/m, ""))],
  "two manifests by two names": [
    "plugin.yaml",
    (yaml, module) =>
      zipOf({ "plugin.yaml": yaml, "plugin.yml": yaml.replace("auth", "testing"), "some.wasm": module }),
  ],
  "two manifests by one name": [
    "plugin.yaml",
    (yaml, module) =>
      patched(
        zipOf({ "plugin.yaml": yaml, "plugin.yam_": yaml.replace("auth", "testing"), "some.wasm": module }),
        (zip) => zip.replaceAll("plugin.yam_", "plugin.yaml"),
      ),
  ],
  "a manifest that has another name beside its bytes": [
    "plugin.yaml",
    (yaml, module) =>
      patched(zipOf({ "plugin.yaml": yaml, "some.wasm": module }), (zip) => zip.replace("plugin.yaml", "plugin.yam_")),
  ],
  "two modules": ["module", (yaml, module) => zipOf({ "plugin.yaml": yaml, "a.wasm": module, "b.WASM": module })],
};

const ambiguous = LAYOUTS.flatMap((layout) =>
  Object.entries(AMBIGUOUS).map(([what, [field, make]]): Mismatch => ({
    what: `a package, ${layout}: ${what}`,
    field,
    send: async (world, random) => {
      const { truth, manifest, module } = await agreeing(world, layout);
      const zip = make(stringify(manifest), module, random);
      return sendPackage(world.author, truth.name, zip, { fields: { version: truth.version } });
    },
  })),
);

const formSaysTwice = (["name", "version"] as const).map((field): Mismatch => ({
  what: `a package: a form with two of ${field}`,
  field,
  send: async (world, random) => {
    const { truth, manifest, module } = await agreeing(world, "at the top");
    const body = new FormData();
    body.set("package", new File([zipOf({ "plugin.yaml": stringify(manifest), "some.wasm": module })], "p.zip"));
    for (const [part, value] of [
      ["name", truth.name],
      ["version", truth.version],
    ] as const)
      body.set(part, value);
    body.append(field, String(ALTERED[field](truth, random)));
    return world.author.request("/api/v1/plugins", { method: "POST", body });
  },
}));

export const MISMATCHES: Mismatch[] = [
  ...altered,
  ...twice,
  ...listedTwice,
  ...again,
  ...bytes,
  ...ambiguous,
  ...formSaysTwice,
];
