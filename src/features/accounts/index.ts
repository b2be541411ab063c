export { type Credentials, findActor, findDownloader, readCredentials } from "./authenticate.ts";
export { changeEmail } from "./change-email.ts";
export { changePassword } from "./change-password.ts";
export { logOutEverywhere } from "./log-out-everywhere.ts";
export { logIn } from "./login.ts";
export { registerAccount } from "./register.ts";
export { getProfile, type Profile } from "./get-profile.ts";
