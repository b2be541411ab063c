const SHOWN = 6;
const ROW = 40;
const BOX = { width: 190, height: 28 };
const COLUMNS = [0, 225, 450];
/** What fits into a box at its size of letters. */
const CHARACTERS = 24;

interface GraphProps {
  name: string;
  needs: string[];
  neededBy: string[];
}

/** Who needs it on the left, what it needs on the right. A decoration: the lists below say the same, and more. */
export function DependencyGraph({ name, needs, neededBy }: GraphProps) {
  const left = shortened(neededBy);
  const right = shortened(needs);
  const rows = Math.max(left.length, right.length, 1);
  const middle = centres(1, rows)[0]!;
  const from = COLUMNS[left.length > 0 ? 0 : 1]!;
  const width = COLUMNS[right.length > 0 ? 2 : 1]! + BOX.width - from;
  return (
    <svg
      class="graph"
      viewBox={`${from} 0 ${width} ${rows * ROW}`}
      width={width}
      height={rows * ROW}
      aria-hidden="true"
    >
      {centres(left.length, rows).map((y) => (
        <path class="graph-edge" d={edge(COLUMNS[0]! + BOX.width, y, COLUMNS[1]!, middle)} />
      ))}
      {centres(right.length, rows).map((y) => (
        <path class="graph-edge" d={edge(COLUMNS[1]! + BOX.width, middle, COLUMNS[2]!, y)} />
      ))}
      {left.map((label, index) => (
        <Node label={label} x={COLUMNS[0]!} y={centres(left.length, rows)[index]!} />
      ))}
      <Node label={name} x={COLUMNS[1]!} y={middle} main />
      {right.map((label, index) => (
        <Node label={label} x={COLUMNS[2]!} y={centres(right.length, rows)[index]!} />
      ))}
    </svg>
  );
}

const Node = ({ label, x, y, main = false }: { label: string; x: number; y: number; main?: boolean }) => (
  <g class={main ? "graph-node graph-node-main" : "graph-node"}>
    <rect x={x + 1} y={y - BOX.height / 2} width={BOX.width - 2} height={BOX.height} rx="6" />
    <text x={x + BOX.width / 2} y={y + 4} text-anchor="middle">
      {label.length > CHARACTERS ? `${label.slice(0, CHARACTERS - 1)}…` : label}
    </text>
  </g>
);

const shortened = (names: string[]) =>
  names.length <= SHOWN ? names : [...names.slice(0, SHOWN - 1), `and ${names.length - SHOWN + 1} more`];

/** The heights of so many boxes, in the middle of so many rows. */
const centres = (count: number, rows: number) =>
  Array.from({ length: count }, (_, index) => ((rows - count) / 2 + index + 0.5) * ROW);

function edge(fromX: number, fromY: number, toX: number, toY: number): string {
  const half = (fromX + toX) / 2;
  return `M${fromX} ${fromY}C${half} ${fromY} ${half} ${toY} ${toX} ${toY}`;
}
