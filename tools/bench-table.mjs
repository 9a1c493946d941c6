// Joins what the benchmarks printed into one file and one table: node bench-table.mjs OUT IN…
import { existsSync, readFileSync, writeFileSync } from "node:fs";
const [out, ...inputs] = process.argv.slice(2);
const all = {};
for (const input of inputs.filter(existsSync)) {
  for (const line of readFileSync(input, "utf8").split("\n")) {
    if (line.startsWith("{")) Object.assign(all, JSON.parse(line));
  }
}
writeFileSync(out, JSON.stringify(all, null, 2) + "\n");
const show = (n) => (n == null ? "" : Number.isInteger(n) ? String(n) : n >= 100 ? n.toFixed(0) : n.toPrecision(3));
const rows = Object.entries(all).map(([name, { value, unit, budget, better }]) => {
  const kept = budget == null ? "" : (better === "higher" ? value >= budget : value <= budget) ? "within" : "OVER";
  return [name, show(value), budget == null ? "" : (better === "higher" ? "≥ " : "≤ ") + show(budget), unit ?? "", kept];
});
const table = [["what", "value", "budget", "unit", ""], ...rows];
const wide = [0, 1, 2, 3].map((i) => Math.max(...table.map((r) => r[i].length)));
for (const [name, value, budget, unit, kept] of table) {
  console.log([name.padEnd(wide[0]), value.padStart(wide[1]), budget.padStart(wide[2]), unit.padEnd(wide[3]), kept].join("  ").trimEnd());
}
console.log(rows.length ? `\nwritten to ${out}` : "\nnothing was measured");
