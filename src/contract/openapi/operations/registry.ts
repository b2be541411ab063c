import * as z from "zod";
import { ErrorBody } from "../../common.ts";
import { Health, Readiness } from "../../health.ts";
import { cacheable, ok, type Operation } from "../operation.ts";

const OpenApi = z
  .looseObject({ openapi: z.literal("3.1.0") })
  .meta({ id: "OpenApiDocument", description: "This document", example: { openapi: "3.1.0" } });

const registry = { tag: "Registry" } as const;

export const registryOperations: Operation[] = [
  {
    ...registry,
    method: "get",
    path: "/health",
    id: "health",
    summary: "Whether the Worker answers; no I/O, no limit",
    access: "none",
    answers: ok("It answers", Health),
  },
  {
    ...registry,
    method: "get",
    path: "/health/ready",
    id: "ready",
    summary: "Whether Postgres and R2 answer",
    access: "public",
    answers: {
      200: { description: "Every part answers", schema: Readiness },
      503: { description: "Some part does not", schema: z.union([Readiness, ErrorBody]), headers: ["Retry-After"] },
    },
  },
  {
    ...registry,
    method: "get",
    path: "/api/v1/openapi.json",
    id: "openApi",
    summary: "This document",
    access: "public",
    answers: cacheable("The document", OpenApi),
  },
];
