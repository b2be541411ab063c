import type { Context } from "hono";
import { AuthorResponseRequest } from "#contract/reviews.ts";
import { getReviewer, getReview, respondToReview } from "#features/reviews/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { nameParam, reviewIdParam } from "#http/params.ts";
import { RegistryError } from "#lib/errors.ts";
import { Form, TextArea } from "#web/forms/fields.tsx";
import { formToken } from "#web/forms/own-form.ts";
import { fieldsOf, prefilled, type Submission, submit } from "#web/forms/submission.ts";
import { done } from "#web/notice.ts";
import { page } from "#web/page.tsx";

type C = Context<HttpEnv>;

export async function showAnswer(c: C): Promise<Response> {
  return answerPage(c, undefined, 200);
}

export async function submitAnswer(c: C): Promise<Response> {
  const address = { name: nameParam(c), reviewId: reviewIdParam(c) };
  const result = await submit(await fieldsOf(c), AuthorResponseRequest, async ({ text }) => {
    await respondToReview(c.get("ctx"), address, text);
    return done(c, "Your answer is published", `/plugins/${address.name}#review-${address.reviewId}`);
  });
  return result instanceof Response ? result : answerPage(c, result, 422);
}

async function answerPage(c: C, failed: Submission | undefined, status: 200 | 422): Promise<Response> {
  const address = { name: nameParam(c), reviewId: reviewIdParam(c) };
  const { name, reviewId } = address;
  const review = await getReview(c.get("ctx"), address);
  const { owner } = await getReviewer(c.get("ctx"), name);
  if (!owner) throw new RegistryError("not_owner", { message: `You are not an owner of '${name}'` });
  const token = await formToken(c);
  const submission = failed ?? prefilled({ text: review.author_response?.text ?? "" });
  return page(
    c,
    { title: `Answer ${review.user.username}`, hidden: true },
    <section class="middling">
      <p class="quiet">
        <a href={`/plugins/${name}#review-${reviewId}`}>Back to {name}</a>
      </p>
      <h1>Answer {review.user.username}</h1>
      <blockquote class="quotation">
        {review.title && <p class="record-title">{review.title}</p>}
        <p class="written">{review.comment}</p>
      </blockquote>
      <Form action={`/plugins/${name}/reviews/${reviewId}/answer`} token={token} submission={submission}>
        <TextArea
          name="text"
          label="Your answer"
          hint="Public, below the review; it replaces an earlier one"
          rows={6}
          maxlength={5000}
          required
          submission={submission}
        />
        <button type="submit" class="button">
          Publish the answer
        </button>
      </Form>
    </section>,
    status,
  );
}
