import { PageQuery } from "../../paging.ts";
import { DependentsResponse, ResolveRequest, ResolveResponse } from "../../resolution.ts";
import { cacheable, ok, type Operation } from "../operation.ts";

const resolution = { tag: "Resolution", access: "public" } as const;

export const resolutionOperations: Operation[] = [
  {
    ...resolution,
    method: "post",
    path: "/api/v1/resolve",
    id: "resolve",
    summary: "Choose versions of plugins, and of all they need, that work together",
    body: { schema: ResolveRequest },
    answers: ok("One version of each plugin, and the order to install them in", ResolveResponse),
    errors: ["unresolvable", "resolution_too_large"],
  },
  {
    ...resolution,
    method: "get",
    path: "/api/v1/plugins/{name}/dependents",
    id: "listDependents",
    summary: "Plugins that depend on this one",
    query: PageQuery,
    answers: cacheable("One page of plugins, most downloaded first", DependentsResponse),
    errors: ["plugin_not_found"],
  },
];
