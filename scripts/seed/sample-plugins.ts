export interface SampleVersion {
  version: string;
  publishedDaysAgo: number;
  /** Of all time, spread over the last 60 days. */
  downloads: number;
  dependencies?: Record<string, string>;
}

export interface SamplePlugin {
  name: string;
  category: string;
  tags: string[];
  description: string;
  /** What the last day has more than the first: 1 is steady. */
  growth: number;
  versions: SampleVersion[];
}

export const SAMPLE_TAGS = [
  "authentication",
  "jwt",
  "oauth",
  "security",
  "template",
  "crypto",
  "datasource",
  "database",
  "graphql",
  "testing",
];

/** In the order of publication: a dependency comes before what needs it. */
export const SAMPLE_PLUGINS: SamplePlugin[] = [
  {
    name: "template-crypto",
    category: "template",
    tags: ["template", "crypto", "security"],
    description: "Random hexadecimal values and UUIDs for response templates, from the host's own random source",
    growth: 1,
    versions: [{ version: "1.0.1", publishedDaysAgo: 74, downloads: 892 }],
  },
  {
    name: "auth-jwt",
    category: "auth",
    tags: ["authentication", "jwt", "security"],
    description:
      "Checks JSON Web Tokens on mocked endpoints: signature, expiry, issuer and audience, with clear 401 answers",
    growth: 1.6,
    versions: [
      { version: "1.1.0", publishedDaysAgo: 68, downloads: 711 },
      { version: "1.2.0", publishedDaysAgo: 23, downloads: 812, dependencies: { "template-crypto": "^1.0" } },
    ],
  },
  {
    name: "datasource-csv",
    category: "datasource",
    tags: ["datasource", "database"],
    description:
      "Serves rows of CSV files as mock data: quoted fields, lookups by path parameter, files larger than memory",
    growth: 60,
    versions: [{ version: "2.0.0", publishedDaysAgo: 61, downloads: 2_341 }],
  },
];
