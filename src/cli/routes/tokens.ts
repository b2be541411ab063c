import { Done } from "#contract/common.ts";
import { TokenCreated, TokenList } from "#contract/tokens.ts";
import { route } from "../client/route.ts";

export const tokens = route({ method: "GET", path: "/api/v1/tokens", repeat: "safe", answer: TokenList });

export const createToken = route({ method: "POST", path: "/api/v1/tokens", repeat: "once", answer: TokenCreated });

export const revokeToken = route({ method: "DELETE", path: "/api/v1/tokens/:id", repeat: "idempotent", answer: Done });
