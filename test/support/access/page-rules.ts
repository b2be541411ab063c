import {
  announcementForm,
  aReviewForm,
  aTokenForm,
  credentials,
  deprecated,
  newAccount,
  newEmail,
  newPassword,
  newPluginForm,
  newUpload,
  newVersionForm,
  suspendedUser,
  takenDown,
  updateUpload,
  verified,
  yanked,
} from "./bodies.ts";
import { own, reading, rule, type Rule, seeing } from "./rules.ts";

const inForm = true;
const version = () => ({ fields: { version: "1.0.0" } });

/** Who may what through the pages. */
export const PAGE_RULES: Record<string, Rule | Rule[]> = {
  "GET /": reading(),
  "GET /plugins": reading(),
  "GET /search": reading(),
  "GET /categories": reading(),
  "GET /categories/:category": reading(),
  "GET /tags": reading(),
  "GET /tags/:tag": reading(),
  "GET /users/:username": reading(),
  "GET /stats": reading(),
  "GET /guide": reading(),
  "GET /feed.xml": reading(),
  "GET /sitemap.xml": reading(),
  "GET /sitemap-pages.xml": reading(),
  "GET /sitemap-plugins.xml": reading({ sends: () => ({ query: "from=a" }) }),
  "GET /robots.txt": reading(),
  "GET /favicon.ico": reading(),
  "GET /docs": reading(),
  "GET /docs/try": reading(),
  "GET /plugins/:name": reading(),
  "GET /plugins/:name/feed.xml": reading(),
  "GET /plugins/:name/compare": reading({ sends: () => ({ query: "before=1.0.0&after=1.0.0" }) }),
  "GET /plugins/:name/compare/:range": reading(),
  "GET /plugins/:name/reviews": reading(),
  "GET /plugins/:name/:version": reading(),

  "GET /login": reading(),
  "POST /login": reading({ sends: (scene) => ({ fields: credentials(scene) }), slow: true }),
  "POST /logout": reading(),
  "GET /register": reading(),
  "POST /register": reading({ sends: () => ({ fields: newAccount() }), slow: true }),

  "GET /plugins/:name/review": seeing("nonOwner"),
  "POST /plugins/:name/review": rule("nonOwner", "review", { sends: () => ({ fields: aReviewForm }), inForm }),
  "POST /plugins/:name/review/delete": rule("reviewer", "review", { refusal: "review_not_found" }),
  "POST /plugins/:name/reviews/:id/vote": rule("voter", "review", { sends: () => ({ fields: { helpful: "no" } }) }),
  "GET /plugins/:name/reviews/:id/answer": seeing("owner"),
  "POST /plugins/:name/reviews/:id/answer": rule("owner", "review", {
    sends: () => ({ fields: { text: "Thank you" } }),
    inForm,
  }),

  "GET /plugins/:name/manage": seeing("ownerOrAdmin"),
  "POST /plugins/:name/manage/owners": rule("ownerOrAdmin", "owners", {
    sends: ({ people }) => ({ fields: { username: people.user.username } }),
    inForm,
  }),
  "POST /plugins/:name/manage/owners/remove": rule("ownerOrAdmin", "owners", {
    sends: ({ people }) => ({ fields: { username: people.suspended.username } }),
    inForm,
  }),
  "POST /plugins/:name/manage/yank": rule("ownerOrAdmin", "yank", { sends: version, inForm }),
  "POST /plugins/:name/manage/unyank": rule("ownerOrAdmin", "yank", { sends: version, prepare: yanked, inForm }),
  "POST /plugins/:name/manage/deprecation": rule("owner", "publish:update", {
    sends: () => ({ fields: { message: "Old" } }),
    inForm,
  }),
  "POST /plugins/:name/manage/deprecation/end": rule("owner", "publish:update", { prepare: deprecated }),

  "GET /publish": seeing("signedIn"),
  "POST /publish": [
    rule("owner", "publish:update", { sends: newVersionForm, inForm }),
    rule("signedIn", "publish:new", { sends: newPluginForm, inForm }),
  ],
  "POST /publish/uploads": rule("signedIn", "publish:new", { sends: announcementForm, changes: 0, inForm }),
  "POST /publish/uploads/:upload_id/complete": [
    own("user", "upload_not_found", { sends: newUpload, inForm }, "publish:new"),
    own("owner", "upload_not_found", { sends: updateUpload, inForm }, "publish:update"),
  ],

  "GET /settings": seeing("signedIn"),
  "POST /settings/email": rule("signedIn", "none", { sends: () => ({ fields: newEmail() }), slow: true, inForm }),
  "POST /settings/password": rule("signedIn", "none", { sends: () => ({ fields: newPassword }), slow: true, inForm }),
  "POST /settings/sessions": rule("signedIn", "none"),
  "GET /settings/tokens": seeing("signedIn", "none"),
  "POST /settings/tokens": rule("signedIn", "none", { sends: () => ({ fields: aTokenForm }) }),
  "POST /settings/tokens/:id/revoke": own("user", "token_not_found", {}),

  "GET /admin": seeing("admin", "none"),
  "GET /admin/users": seeing("admin", "none"),
  "GET /admin/audit-log": seeing("admin", "none"),
  "POST /admin/plugins/:name/verify": rule("admin", "none"),
  "POST /admin/plugins/:name/unverify": rule("admin", "none", { prepare: verified }),
  "POST /admin/plugins/:name/takedown": rule("admin", "none", { sends: () => ({ fields: { reason: "Spam" } }) }),
  "POST /admin/plugins/:name/restore": rule("admin", "none", { prepare: takenDown }),
  "POST /admin/names": rule("admin", "none", { sends: ({ plugin }) => ({ fields: { name: plugin } }) }),
  "POST /admin/users/:id/suspend": rule("admin", "none"),
  "POST /admin/users/:id/unsuspend": rule("admin", "none", { prepare: suspendedUser }),
  "POST /admin/reviews/:id/delete": rule("admin", "none"),
};
