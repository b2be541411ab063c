import {
  aKey,
  aReview,
  aToken,
  credentials,
  newAccount,
  newPassword,
  newPlugin,
  newPluginPackage,
  newUpload,
  newVersion,
  newVersionPackage,
  suspendedUser,
  takenDown,
  updateUpload,
  yanked,
} from "./bodies.ts";
import { own, reading, rule, type Rule, seeing } from "./rules.ts";
import type { Scene } from "./scene.ts";

const coOwner = ({ people }: Scene) => ({ params: { username: people.suspended.username } });

/** Who may what through the API, below /api/v1 and /camel/api/v1 alike. */
export const API_RULES: Record<string, Rule | Rule[]> = {
  "GET /health": reading({ unasked: true }),
  "GET /health/ready": reading(),
  "GET /api/v1/openapi.json": reading(),
  "GET /dl/:name/:file": reading(),
  "GET /badges/:image": reading(),

  "POST /api/v1/plugins/search": reading({ sends: () => ({ json: {} }) }),
  "GET /api/v1/plugins": reading(),
  "GET /api/v1/plugins/suggest": reading({ sends: () => ({ query: "q=scene" }) }),
  "GET /api/v1/plugins/:name": reading(),
  "GET /api/v1/plugins/:name/badges": reading(),
  "GET /api/v1/plugins/:name/owners": reading(),
  "GET /api/v1/plugins/:name/dependents": reading(),
  "GET /api/v1/plugins/:name/downloads": reading(),
  "GET /api/v1/plugins/:name/reviews": reading(),
  "GET /api/v1/plugins/:name/versions": reading(),
  "GET /api/v1/plugins/:name/versions/:version": reading(),
  "GET /api/v1/plugins/:name/versions/:version/download": reading(),
  "GET /api/v1/plugins/:name/versions/:version/sbom": reading(),
  "GET /api/v1/plugins/:name/versions/:version/sbom-signature": reading(),
  "POST /api/v1/resolve": reading({ sends: ({ plugin }) => ({ json: { plugins: { [plugin]: "*" } } }) }),
  "GET /api/v1/stats": reading(),

  "POST /api/v1/plugins": [
    rule("owner", "publish:update", { sends: newVersionPackage }),
    rule("signedIn", "publish:new", { sends: newPluginPackage }),
  ],
  "POST /api/v1/plugins/publish": [
    rule("owner", "publish:update", { sends: newVersion }),
    rule("signedIn", "publish:new", { sends: newPlugin }),
  ],
  "POST /api/v1/uploads/:upload_id/complete": [
    own("user", "upload_not_found", { sends: newUpload }, "publish:new"),
    own("owner", "upload_not_found", { sends: updateUpload }, "publish:update"),
  ],
  "DELETE /api/v1/plugins/:name/versions/:version/yank": rule("ownerOrAdmin", "yank"),
  "PUT /api/v1/plugins/:name/versions/:version/unyank": rule("ownerOrAdmin", "yank", { prepare: yanked }),
  "PUT /api/v1/plugins/:name/owners/:username": rule("ownerOrAdmin", "owners"),
  "DELETE /api/v1/plugins/:name/owners/:username": rule("ownerOrAdmin", "owners", { sends: coOwner }),
  "PUT /api/v1/plugins/:name/deprecation": rule("owner", "publish:update", {
    sends: () => ({ json: { message: "Old" } }),
  }),
  "POST /api/v1/plugins/:name/reviews": rule("newReviewer", "review", { sends: () => ({ json: aReview }) }),
  "PATCH /api/v1/plugins/:name/reviews/:id": rule("reviewer", "review", { sends: () => ({ json: { rating: 1 } }) }),
  "DELETE /api/v1/plugins/:name/reviews/:id": rule("reviewer", "review"),
  "POST /api/v1/plugins/:name/reviews/:id/vote": rule("voter", "review", {
    sends: () => ({ json: { helpful: false } }),
  }),
  // Who has no vote takes none back, and is not refused.
  "DELETE /api/v1/plugins/:name/reviews/:id/vote": rule("signedIn", "review", { idle: "reviewer" }),
  "PUT /api/v1/plugins/:name/reviews/:id/response": rule("owner", "review", {
    sends: () => ({ json: { text: "Thank you" } }),
  }),

  "POST /api/v1/auth/register": rule("anybody", "any", {
    sends: () => ({ json: newAccount() }),
    changes: 0,
    slow: true,
  }),
  "POST /api/v1/auth/login": reading({ sends: (scene) => ({ json: credentials(scene) }), slow: true }),
  "GET /api/v1/auth/me": seeing("signedIn"),
  "POST /api/v1/auth/password": rule("signedIn", "none", { sends: () => ({ json: newPassword }), slow: true }),
  "POST /api/v1/auth/logout-all": rule("signedIn", "none"),
  "GET /api/v1/auth/signing-keys": seeing("signedIn", "none"),
  "POST /api/v1/auth/signing-keys": rule("signedIn", "none", { sends: () => ({ json: aKey() }) }),
  "DELETE /api/v1/auth/signing-keys/:key_id": own("user", "signing_key_not_found", {}),
  "GET /api/v1/tokens": seeing("signedIn", "none"),
  "POST /api/v1/tokens": rule("signedIn", "none", { sends: () => ({ json: aToken }) }),
  "DELETE /api/v1/tokens/:id": own("user", "token_not_found", {}),

  "POST /api/v1/admin/plugins/:name/verify": rule("admin", "none", { sends: () => ({ json: { verified: true } }) }),
  "POST /api/v1/admin/plugins/:name/takedown": rule("admin", "none", { sends: () => ({ json: { reason: "Spam" } }) }),
  "POST /api/v1/admin/plugins/:name/restore": rule("admin", "none", { prepare: takenDown }),
  "POST /api/v1/admin/names/:name/allow": rule("admin", "none"),
  "GET /api/v1/admin/stats": seeing("admin", "none"),
  "GET /api/v1/admin/users": seeing("admin", "none"),
  "POST /api/v1/admin/users/:id/suspend": rule("admin", "none"),
  "POST /api/v1/admin/users/:id/unsuspend": rule("admin", "none", { prepare: suspendedUser }),
  "DELETE /api/v1/admin/reviews/:id": rule("admin", "none"),
  "GET /api/v1/admin/audit-log": seeing("admin", "none"),
};
