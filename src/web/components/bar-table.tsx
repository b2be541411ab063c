import type { Child } from "hono/jsx";
import { fullCount } from "../format.ts";

interface BarTableProps {
  caption: string;
  /** What a full bar stands for. */
  of: number;
  rows: { label: Child; value: number }[];
}

/** A table with a bar in each row: how a whole falls into parts. */
export const BarTable = ({ caption, of, rows }: BarTableProps) => (
  <table class="bar-table">
    <caption class="visually-hidden">{caption}</caption>
    <tbody>
      {rows.map(({ label, value }) => (
        <tr>
          <th scope="row">{label}</th>
          <td>
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
              <rect class="score-track" width="100" height="8" />
              <rect class="bar" width={(100 * value) / Math.max(1, of)} height="8" />
            </svg>
          </td>
          <td class="align-right">{fullCount(value)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
