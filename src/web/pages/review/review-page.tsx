import type { Context } from "hono";
import { createReview, deleteReview, editReview, getReviewer, type Reviewer } from "#features/reviews/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { nameParam } from "#http/params.ts";
import { RegistryError } from "#lib/errors.ts";
import { Choices, Field, Form, Select, TextArea, TokenField } from "#web/forms/fields.tsx";
import { formToken } from "#web/forms/own-form.ts";
import { fieldsOf, prefilled, type Submission, submit } from "#web/forms/submission.ts";
import { done } from "#web/notice.ts";
import { page } from "#web/page.tsx";
import { ReviewForm, valuesOf } from "./form.ts";

type C = Context<HttpEnv>;

const reviewsOf = (name: string) => `/plugins/${name}#reviews`;

export async function showReview(c: C): Promise<Response> {
  const reviewer = await getReviewer(c.get("ctx"), nameParam(c));
  return reviewPage(c, reviewer, prefilled(valuesOf(reviewer)), 200);
}

/** Writes one's review, or changes it when there is one: there is never a second. */
export async function submitReview(c: C): Promise<Response> {
  const ctx = c.get("ctx");
  const name = nameParam(c);
  const reviewer = await getReviewer(ctx, name);
  const result = await submit(
    await fieldsOf(c),
    ReviewForm,
    async (input) => {
      if (!reviewer.review) await createReview(ctx, name, input);
      // What is left out stays, and an emptied title is to go.
      else await editReview(ctx, { name, reviewId: reviewer.review.id }, { ...input, title: input.title ?? "" });
      return done(c, reviewer.review ? "Your review is changed" : "Thank you for your review", reviewsOf(name));
    },
    { version_not_found: "version" },
  );
  return result instanceof Response ? result : reviewPage(c, reviewer, result, 422);
}

export async function submitReviewDeletion(c: C): Promise<Response> {
  const name = nameParam(c);
  const { review } = await getReviewer(c.get("ctx"), name);
  if (!review) throw new RegistryError("review_not_found");
  await deleteReview(c.get("ctx"), { name, reviewId: review.id });
  return done(c, "Your review is deleted", reviewsOf(name));
}

const RATINGS = ["5 stars: excellent", "4 stars: good", "3 stars: fair", "2 stars: poor", "1 star: unusable"];

async function reviewPage(c: C, reviewer: Reviewer, submission: Submission, status: 200 | 422): Promise<Response> {
  const name = nameParam(c);
  if (reviewer.owner) throw new RegistryError("own_plugin");
  const token = await formToken(c);
  const title = reviewer.review ? `Your review of ${name}` : `Review ${name}`;
  return page(
    c,
    { title, hidden: true },
    <section class="middling">
      <p class="quiet">
        <a href={reviewsOf(name)}>Back to {name}</a>
      </p>
      <h1>{title}</h1>
      <Form action={`/plugins/${name}/review`} token={token} submission={submission}>
        <Choices
          name="rating"
          label="Your rating"
          submission={submission}
          choices={RATINGS.map((label, index) => ({ type: "radio", name: "rating", value: `${5 - index}`, label }))}
        />
        <Select
          name="version"
          label="The version you used"
          options={reviewer.versions.map((version) => ({ value: version, label: version }))}
          submission={submission}
        />
        <Field name="title" label="Title, if you like" maxlength={100} autocomplete="off" submission={submission} />
        <TextArea
          name="comment"
          label="Your experience"
          hint="What you used it for, what went well and what did not; 10 to 5,000 characters of plain text"
          rows={8}
          maxlength={5000}
          required
          submission={submission}
        />
        <button type="submit" class="button">
          {reviewer.review ? "Save the review" : "Publish the review"}
        </button>
      </Form>
      {reviewer.review && (
        <form method="post" action={`/plugins/${name}/review/delete`}>
          <TokenField token={token} />
          <button type="submit" class="button button-bad">
            Delete the review
          </button>
        </form>
      )}
    </section>,
    status,
  );
}
