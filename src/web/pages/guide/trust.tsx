import {
  BASE,
  MAINTENANCE,
  MOST_WHEN_YANKED,
  MOST_WITH_HIGH_FINDING,
  PENALTIES,
  SIGNED,
  VERIFIED,
} from "#lib/security-score.ts";

const [THIS_QUARTER, THIS_YEAR] = MAINTENANCE;

export const Trust = () => (
  <section aria-labelledby="trust">
    <h2 id="trust">What to trust</h2>
    <p>
      Publishing is open to everybody, and the registry does not vouch for code. It shows what can be known about a
      module without running it:
    </p>
    <ul>
      <li>
        <strong>Capabilities.</strong> A module can only do what it imports. Each version's page says what that is
        (files, clocks, random numbers, network sockets, MockForge's host functions) and what changed since the version
        before.
      </li>
      <li>
        <strong>Findings.</strong> What is remarkable, the gravest first: above all, what a module asks for and its{" "}
        <code>plugin.yaml</code> does not declare.
      </li>
      <li>
        <strong>The security score</strong>, from 0 to 100, follows from findings, verification, signature and
        maintenance by <a href="#security-score">a fixed formula</a>. It is a hint of what to look at, and no proof.
      </li>
      <li>
        <strong>Verified</strong> means that an administrator of this registry looked at the plugin.{" "}
        <strong>Official</strong> means that the MockForge project published it.
      </li>
      <li>
        <strong>Signed</strong> means that the publisher signed the module with a key of their account; the page shows
        the key, so that anybody can check it.
      </li>
      <li>
        <strong>Reviews</strong> are one a person; “verified download” marks those of people who downloaded the plugin
        while signed in. Owners cannot review what is theirs.
      </li>
    </ul>
    <h3 id="security-score">How the security score is counted</h3>
    <ul>
      <li>{BASE} for a module that does only what it declares</li>
      <li>
        +{VERIFIED} verified, +{SIGNED} signed with a key that is not revoked
      </li>
      <li>
        +{THIS_QUARTER.points} for a release within {THIS_QUARTER.withinDays} days, +{THIS_YEAR.points} within{" "}
        {THIS_YEAR.withinDays}
      </li>
      <li>
        −{PENALTIES.high.each} for each high finding, −{PENALTIES.medium.each} for each medium one (at most −
        {PENALTIES.medium.most}), −{PENALTIES.low.each} for each low one (at most −{PENALTIES.low.most})
      </li>
      <li>
        with a high finding at most {MOST_WITH_HIGH_FINDING}, with a yanked current version at most {MOST_WHEN_YANKED}
      </li>
    </ul>
    <p>
      A name never changes hands silently: who owns it is on its page, and every change of owners, versions and marks is
      written into the audit log.
    </p>
  </section>
);
