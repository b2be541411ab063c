export interface SampleReview {
  by: string;
  version: string;
  rating: number;
  title?: string;
  comment: string;
  daysAgo: number;
  /** Signed in when they downloaded it, which makes the review verified. */
  downloaded?: boolean;
  helpful?: string[];
  unhelpful?: string[];
  response?: string;
}

export const SAMPLE_REVIEWERS = [
  "ada-okafor",
  "ben_lindqvist",
  "chiara-r",
  "dmitri-v",
  "elif-kaya",
  "farid-h",
  "grace-mwangi",
  "hiro-tanaka",
  "ines-duarte",
  "jonas-weber",
  "kavya-nair",
  "liam-osullivan",
  "mei-chen",
  "noor-alami",
  "oskar-nowak",
];

const [ada, ben, chiara, dmitri, elif, farid, grace, hiro, ines, jonas, kavya, liam, mei, noor, oskar] =
  SAMPLE_REVIEWERS as [string, ...string[]] & Record<number, string>;

/** Averages by design: 4.8 of 12, 4.5 of 8, 4.9 of 15. */
export const SAMPLE_REVIEWS: Record<string, SampleReview[]> = {
  "auth-jwt": [
    { by: ada, version: "1.1.0", rating: 5, title: "Replaced our hand-written stub", comment: "We kept a fake token checker in every repository. This took ten minutes to set up and we deleted all of them.", daysAgo: 57, downloaded: true, helpful: [ben, mei, oskar, kavya] },
    { by: ben, version: "1.1.0", rating: 4, title: "Good, wants a leeway setting", comment: "Works well. Our CI machines drift by a few seconds and then every token is expired, so I would like some grace to be configurable.", daysAgo: 45, downloaded: true, helpful: [ada, chiara, dmitri, grace, noor], response: "Thank you: 1.2.0 has leeway_seconds, 30 by default." },
    { by: chiara, version: "1.1.0", rating: 5, comment: "The 401 says exactly what was wrong with the token. That alone saved us an afternoon.", daysAgo: 49, helpful: [elif] },
    { by: dmitri, version: "1.1.0", rating: 5, title: "Refuses alg none", comment: "I tried the usual tricks, none of them got through. Exactly what I want in front of a mock that security people look at.", daysAgo: 44, downloaded: true, helpful: [ada, hiro] },
    { by: elif, version: "1.1.0", rating: 5, comment: "Simple configuration, and the README answers the questions one has.", daysAgo: 38, downloaded: true },
    { by: farid, version: "1.1.0", rating: 4, title: "HS256 only", comment: "Does what it says for HS256. We sign with RS256 in production and had to change the fixture keys.", daysAgo: 33, helpful: [jonas, liam], unhelpful: [mei] },
    { by: grace, version: "1.2.0", rating: 5, title: "The leeway is there", comment: "Updated the day 1.2.0 came out and the flaky tests are gone.", daysAgo: 21, downloaded: true, helpful: [ben] },
    { by: hiro, version: "1.2.0", rating: 5, comment: "Claims in templates are a nice touch: the mocked profile now belongs to whoever signed in.", daysAgo: 17, downloaded: true },
    { by: ines, version: "1.2.0", rating: 5, title: "Just works", comment: "Added three lines to our config and it worked at the first try.", daysAgo: 13 },
    { by: jonas, version: "1.2.0", rating: 5, comment: "Small module, asks for the clock and its configuration only. I read the imports before I installed it.", daysAgo: 9, downloaded: true, helpful: [kavya, oskar] },
    { by: kavya, version: "1.2.0", rating: 5, title: "For workshops too", comment: "I use it to teach how JWTs fail. Every way to break a token gives another message.", daysAgo: 5, downloaded: true },
    { by: liam, version: "1.2.0", rating: 5, comment: "Rock solid so far, about two million mocked requests in our load tests.", daysAgo: 2 },
  ],
  "template-crypto": [
    { by: mei, version: "1.0.1", rating: 5, title: "Real randomness", comment: "Session ids in our fixtures used to repeat and hid a bug for months. Not any more.", daysAgo: 55, downloaded: true, helpful: [ada, jonas, noor] },
    { by: noor, version: "1.0.1", rating: 4, comment: "Does hex and UUIDs well. A base64url helper would make it complete.", daysAgo: 47, downloaded: true, helpful: [mei, ines] },
    { by: oskar, version: "1.0.1", rating: 5, comment: "Two expressions, no configuration, nothing to go wrong.", daysAgo: 40 },
    { by: ada, version: "1.0.1", rating: 3, title: "Not reproducible", comment: "Fine for what it is, but snapshot tests need the same values each time. The README says so, at the very end.", daysAgo: 34, downloaded: true, helpful: [grace], unhelpful: [oskar, hiro] },
    { by: grace, version: "1.0.1", rating: 5, comment: "We generate tokens for ten thousand mocked sessions with it. Never a collision, never slow.", daysAgo: 26, downloaded: true },
    { by: hiro, version: "1.0.1", rating: 4, title: "Good", comment: "Good and small. I would have liked uppercase digits as an option.", daysAgo: 19 },
    { by: chiara, version: "1.0.1", rating: 5, comment: "Came as a dependency of auth-jwt, stayed because it is useful by itself.", daysAgo: 11, downloaded: true, helpful: [dmitri] },
    { by: jonas, version: "1.0.1", rating: 5, title: "Does one thing", comment: "One thing, done properly, in 351 bytes. More plugins should be like this.", daysAgo: 4, downloaded: true },
  ],
  "datasource-csv": [
    { by: ada, version: "2.0.0", rating: 5, title: "Handles our worst export", comment: "Line breaks inside quoted fields, umlauts, a 900 MB file: it took everything that our CRM produces.", daysAgo: 58, downloaded: true, helpful: [ben, chiara, farid, liam, mei, oskar] },
    { by: ben, version: "2.0.0", rating: 5, comment: "The step from 1.x took five minutes, and the notes about it are honest.", daysAgo: 53, downloaded: true, helpful: [elif] },
    { by: chiara, version: "2.0.0", rating: 5, comment: "Support colleagues edit the fixtures in a spreadsheet now, and developers are out of the loop.", daysAgo: 50, helpful: [ada, grace] },
    { by: dmitri, version: "2.0.0", rating: 5, title: "Reads only what it may", comment: "It cannot leave the folder one grants it. Tested with links and dots, no way out.", daysAgo: 46, downloaded: true, helpful: [hiro, jonas, noor] },
    { by: elif, version: "2.0.0", rating: 5, comment: "Lookups by path parameter are the feature I did not know I needed.", daysAgo: 42, downloaded: true },
    { by: farid, version: "2.0.0", rating: 4, title: "Numbers need a helper", comment: "Everything is text unless one writes {{number …}}. Understandable, but I forget it every time.", daysAgo: 37, downloaded: true, helpful: [ines, kavya], unhelpful: [dmitri] },
    { by: grace, version: "2.0.0", rating: 5, comment: "Streams instead of loading the whole file. Memory use of our mock server went from 2 GB to nothing.", daysAgo: 31, downloaded: true, helpful: [liam] },
    { by: hiro, version: "2.0.0", rating: 5, title: "From export to API", comment: "Export, drop the file into fixtures, and there is an API. Demo ready before the coffee was.", daysAgo: 28 },
    { by: ines, version: "2.0.0", rating: 5, comment: "Works with semicolons too, once one finds the delimiter setting.", daysAgo: 24, downloaded: true },
    { by: jonas, version: "2.0.0", rating: 5, comment: "We mock a partner's price list with it. They send a new file each week and nobody has to do anything.", daysAgo: 18, downloaded: true, helpful: [ben] },
    { by: kavya, version: "2.0.0", rating: 5, title: "Great for QA", comment: "Our testers write the data, the plugin serves it. No more tickets for one more row.", daysAgo: 14, downloaded: true },
    { by: liam, version: "2.0.0", rating: 4, comment: "Very good. A filter with more than one condition would save me a custom template.", daysAgo: 10, downloaded: true, helpful: [noor] },
    { by: mei, version: "2.0.0", rating: 5, comment: "Fast: 50,000 rows, and answers stay below two milliseconds.", daysAgo: 7 },
    { by: noor, version: "2.0.0", rating: 5, title: "Clear errors", comment: "A broken row is reported with its line number instead of failing somewhere later.", daysAgo: 3, downloaded: true },
    { by: oskar, version: "2.0.0", rating: 5, comment: "The first plugin that I install in every new project.", daysAgo: 1, downloaded: true },
  ],
};
