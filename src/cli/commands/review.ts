import { ReviewRequest } from "#contract/reviews.ts";
import type { Context } from "../context.ts";
import { checked } from "../input/checked.ts";
import { readTarget } from "../input/target.ts";
import { version as versionRoute } from "../routes/plugins.ts";
import { review as reviewRoute } from "../routes/reviews.ts";
import { askText } from "../terminal/ask.ts";
import { done } from "../terminal/report.ts";

interface ReviewOptions {
  rating?: number;
  title?: string;
  comment?: string;
}

export async function review({ client, terminal }: Context, target: string, options: ReviewOptions) {
  const { name, selector = "latest" } = readTarget(target);
  const rating = options.rating ?? Number(await askText(terminal, { message: "Stars, 1 to 5", flag: "--rating" }));
  const comment = options.comment ?? (await askText(terminal, { message: "Comment", flag: "--comment" }));
  const { version } = await client.send(versionRoute, { params: { name, version: selector } });
  const json = checked(ReviewRequest, { version, rating, comment, title: options.title });
  return done(await client.send(reviewRoute, { params: { name }, json }));
}
