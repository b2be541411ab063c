import { Done } from "#contract/common.ts";
import { DeprecationResponse, OwnerList } from "#contract/owners.ts";
import { route } from "../client/route.ts";

export const owners = route({
  method: "GET",
  path: "/api/v1/plugins/:name/owners",
  repeat: "safe",
  answer: OwnerList,
});

export const addOwner = route({
  method: "PUT",
  path: "/api/v1/plugins/:name/owners/:username",
  repeat: "idempotent",
  answer: Done,
});

export const removeOwner = route({
  method: "DELETE",
  path: "/api/v1/plugins/:name/owners/:username",
  repeat: "idempotent",
  answer: Done,
});

export const deprecate = route({
  method: "PUT",
  path: "/api/v1/plugins/:name/deprecation",
  repeat: "idempotent",
  answer: DeprecationResponse,
});
