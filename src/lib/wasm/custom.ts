import { METADATA_MAX_BYTES } from "./bounds.ts";
import { MalformedModule } from "./malformed.ts";
import type { Reader } from "./reader.ts";
import type { ModuleReport, Producers, Tool } from "./report.ts";
import type { ModuleState } from "./state.ts";

const MODULE_NAME = 0;
const FEATURE_IN_USE = "+".charCodeAt(0);
const MOST_TOOLS = 100;

const PRODUCER_FIELDS: Readonly<Record<string, keyof Producers>> = {
  language: "language",
  "processed-by": "processedBy",
  sdk: "sdk",
};

/** By the specification what is wrong inside a custom section does not make a module malformed; it is then left out. */
const READERS: Readonly<Record<string, (reader: Reader) => Partial<ModuleReport>>> = {
  producers: (reader) => ({ producers: readProducers(reader) }),
  name: (reader) => ({ moduleName: readModuleName(reader) }),
  target_features: (reader) => ({ targetFeatures: readTargetFeatures(reader) }),
};

export function readCustomSection(reader: Reader, { report, budget }: ModuleState): void {
  const [start, sizeBytes] = [reader.at, reader.remaining];
  const name = reader.name();
  budget.spend("customSections", 1, start);
  budget.spend("nameBytes", reader.at - start, start);
  report.customSections.push({ name, sizeBytes });
  const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  if (!read) return;
  try {
    Object.assign(report, read(reader));
  } catch (error) {
    if (!(error instanceof MalformedModule)) throw error;
  }
}

function readProducers(reader: Reader): Producers {
  const producers: Producers = { language: [], processedBy: [], sdk: [] };
  if (reader.remaining > METADATA_MAX_BYTES) return producers;
  const fields = reader.u32();
  for (let index = 0; index < fields; index += 1) {
    const field = reader.name();
    const tools = readTools(reader);
    const key = Object.hasOwn(PRODUCER_FIELDS, field) ? PRODUCER_FIELDS[field] : undefined;
    if (key) producers[key] = [...producers[key], ...tools].slice(0, MOST_TOOLS);
  }
  return producers;
}

function readTools(reader: Reader): Tool[] {
  const tools: Tool[] = [];
  const count = reader.u32();
  for (let index = 0; index < count; index += 1) tools.push({ name: reader.name(), version: reader.name() });
  return tools;
}

function readModuleName(reader: Reader): string | null {
  // Subsections come in the order of their ids, the module's name first.
  if (reader.remaining === 0 || reader.u8() !== MODULE_NAME) return null;
  return reader.take(reader.u32()).name();
}

function readTargetFeatures(reader: Reader): string[] {
  if (reader.remaining > METADATA_MAX_BYTES) return [];
  const features: string[] = [];
  const count = reader.u32();
  for (let index = 0; index < count; index += 1) {
    const isInUse = reader.u8() === FEATURE_IN_USE;
    const feature = reader.name();
    if (isInUse && features.length < MOST_TOOLS) features.push(feature);
  }
  return features;
}
