import { expect, test } from "vitest";
import { isSpdxExpression } from "../../src/lib/licenses.ts";

test.for([
  "MIT",
  "MIT OR Apache-2.0",
  "(MIT AND BSD-3-Clause)",
  "GPL-2.0-or-later WITH Bison-exception-2.2",
  "LicenseRef-ours",
  "NOASSERTION",
])("%s is an SPDX expression", (text) => expect(isSpdxExpression(text)).toBe(true));

test.for(["", "MIT/Apache-2.0", "mine", "MIT OR", "(MIT", "MIT OR NOASSERTION"])("%j is not", (text) =>
  expect(isSpdxExpression(text)).toBe(false),
);
