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
        <strong>The security score</strong>, from 0 to 100, follows from findings, verification and maintenance by a
        fixed formula. It is a hint of what to look at, and no proof.
      </li>
      <li>
        <strong>Verified</strong> means that an administrator of this registry looked at the plugin.{" "}
        <strong>Official</strong> means that the MockForge project published it.
      </li>
      <li>
        <strong>Reviews</strong> are one a person; “verified download” marks those of people who downloaded the plugin
        while signed in. Owners cannot review what is theirs.
      </li>
    </ul>
    <p>
      A name never changes hands silently: who owns it is on its page, and every change of owners, versions and marks is
      written into the audit log.
    </p>
  </section>
);
