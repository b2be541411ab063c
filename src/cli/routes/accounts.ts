import { Me, SessionResponse } from "#contract/accounts.ts";
import { Done } from "#contract/common.ts";
import { route } from "../client/route.ts";

export const register = route({
  method: "POST",
  path: "/api/v1/auth/register",
  repeat: "once",
  answer: SessionResponse,
});

export const logIn = route({
  method: "POST",
  path: "/api/v1/auth/login",
  repeat: "idempotent",
  answer: SessionResponse,
});

export const me = route({ method: "GET", path: "/api/v1/auth/me", repeat: "safe", answer: Me });

export const logOutEverywhere = route({
  method: "POST",
  path: "/api/v1/auth/logout-all",
  repeat: "idempotent",
  answer: Done,
});
