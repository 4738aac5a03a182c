/** The colours are the console's: amber asks for attention, red harms; every pair of text reaches 4.5:1 in both themes. */
export const pageStyle = `
:root { color-scheme: light dark;
  --ground: light-dark(#f7f7f5, #121315); --surface: light-dark(#ffffff, #1a1c1f); --line: light-dark(#dfdfda, #32363c);
  --strong: light-dark(#8a8d93, #767c86); --ink: light-dark(#1b1c1f, #ececea); --muted: light-dark(#5a5d64, #a5a9b1);
  --action: light-dark(#23408e, #a5bdff); --wash: light-dark(#e8edfa, #1c2540);
  --bad: light-dark(#a8201a, #ff9d93); --bad-wash: light-dark(#fbe9e7, #3d1a18);
  --warn: light-dark(#7a4d00, #f0c365); --warn-wash: light-dark(#fbf0d9, #35280d); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); line-height: 1.5;
  font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif; font-size: 15px; }
main { max-width: 68rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
h3 { font-size: .95rem; margin: 1rem 0 .25rem; overflow-wrap: anywhere; }
p { margin: 0 0 .35rem; overflow-wrap: anywhere; }
.muted, small { color: var(--muted); }
.notes { list-style: none; padding: 0; margin: 1rem 0; display: grid; gap: .4rem; }
.notes li { padding: .5rem .75rem; border-radius: 6px; border: 1px solid var(--line); background: var(--surface); overflow-wrap: anywhere; }
.notes .alarm { color: var(--bad); background: var(--bad-wash); border-color: transparent; font-weight: 600; }
.notes .warning { color: var(--warn); background: var(--warn-wash); border-color: transparent; }
.words { padding-left: 1.1rem; margin: .25rem 0; display: grid; gap: .35rem; overflow-wrap: anywhere; }
.wide { overflow-x: auto; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .4rem .75rem; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; white-space: normal; overflow-wrap: anywhere; min-width: 8rem; }
thead th { color: var(--muted); font-weight: 500; border-bottom: 1px solid var(--line); }
tbody th[scope=rowgroup] { text-align: left; padding-top: .9rem; border-top: 1px solid var(--line); white-space: normal; }
tbody:first-of-type th[scope=rowgroup] { border-top: 0; }
tbody th[scope=rowgroup] span { font-weight: 400; color: var(--muted); }
tr.stands td { font-weight: 600; }
tr.plain td { color: var(--muted); padding-top: 0; }
svg { display: block; overflow: visible; }
svg text { fill: var(--muted); font-size: 12px; }
.bar { width: 260px; height: 22px; }
.looks .bar { width: 170px; } .looks th, .looks td { padding: .3rem .55rem; }
.zero { stroke: var(--strong); stroke-width: 1; }
.reach { stroke: var(--strong); stroke-width: 2; }
.point { fill: var(--strong); }
.stands .reach { stroke: var(--action); } .stands .point { fill: var(--action); }
.days { width: 100%; max-width: 640px; height: auto; }
.band { fill: var(--wash); stroke: none; } .course { fill: none; stroke: var(--action); stroke-width: 2; }
details { margin: .5rem 0; } summary { cursor: pointer; }
pre { background: var(--surface); border: 1px solid var(--line); border-radius: 6px; padding: .75rem; overflow-x: auto; font-size: 12.5px; }
code { overflow-wrap: anywhere; }
`;
