import { fullCount } from "../format.ts";

const BAR = 3;
const HEIGHT = 64;

/** Bars from left to right. What they show is said by `label`, and by the same figures in words beside them. */
export function Bars({ label, values }: { label: string; values: number[] }) {
  const most = Math.max(1, ...values);
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${Math.max(1, values.length) * BAR} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path d={values.map((value, index) => barOf(index, (value / most) * HEIGHT)).join("")} />
    </svg>
  );
}

/** Nothing for nothing; what there is can be seen. */
const barOf = (index: number, height: number) =>
  height === 0 ? "" : `M${index * BAR} ${HEIGHT}v${-Math.max(1, Math.round(height))}h${BAR - 1}V${HEIGHT}z`;

/** The figures of a chart, for who cannot see bars or wants to know exactly; a row begins with what it is of. */
export const Figures = ({ columns, rows }: { columns: string[]; rows: [string, ...number[]][] }) => (
  <table class="figures">
    <thead>
      <tr>
        {columns.map((column, index) => (
          <th scope="col" class={index > 0 ? "align-right" : undefined}>
            {column}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map(([first, ...numbers]) => (
        <tr>
          <th scope="row">{first}</th>
          {numbers.map((number) => (
            <td class="align-right">{fullCount(number)}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
