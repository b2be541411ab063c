import type { Child } from "hono/jsx";

const PARTS = [
  { path: "/admin", label: "Queue" },
  { path: "/admin/users", label: "Users" },
  { path: "/admin/audit-log", label: "Audit log" },
];

/** What the pages of the administration share. */
export const AdminFrame = ({ path, children }: { path: string; children?: Child }) => (
  <>
    <h1>Administration</h1>
    <nav class="subnav" aria-label="Administration">
      {PARTS.map((part) => (
        <a href={part.path} aria-current={part.path === path ? "page" : undefined}>
          {part.label}
        </a>
      ))}
    </nav>
    {children}
  </>
);
