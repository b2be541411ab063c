import { Budget } from "./bounds.ts";
import type { ExternKind, ModuleReport } from "./report.ts";

/** What is known of a module while its sections are read in order. */
export interface ModuleState {
  report: ModuleReport;
  budget: Budget;
  /** The sizes of the index spaces so far, imports included. */
  counts: Record<ExternKind, number>;
  /** By type index, whether it is a function's type. */
  isFunctionType: boolean[];
  bodies: number;
  dataSegments: number;
  /** As the data count section announces, when there is one. */
  dataCount: number | null;
}

export function newState(sizeBytes: number): ModuleState {
  return {
    report: {
      sizeBytes,
      imports: [],
      exports: [],
      memories: [],
      functionCount: 0,
      hasStart: false,
      codeBytes: 0,
      dataBytes: 0,
      customSections: [],
      producers: { language: [], processedBy: [], sdk: [] },
      moduleName: null,
      targetFeatures: [],
    },
    budget: new Budget(),
    counts: { function: 0, table: 0, memory: 0, global: 0, tag: 0 },
    isFunctionType: [],
    bodies: 0,
    dataSegments: 0,
    dataCount: null,
  };
}
