/** The explorer's look: one small style sheet, light and dark. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1d2433;--soft:#5b6478;--line:#dfe3ea;--paper:#fbfbfd;--accent:#2456b8}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9f0;--soft:#9aa3b5;--line:#2b3242;--paper:#12151d;--accent:#8db4ff}}
*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
header{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:baseline;padding:.75rem 1.25rem;border-bottom:1px solid var(--line)}
header p{margin:0;color:var(--soft);margin-left:auto}nav{display:flex;gap:1rem}a{color:var(--accent)}
main{max-width:72rem;margin:0 auto;padding:1rem 1.25rem 3rem}h1{font-size:1.35rem}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .9rem .4rem 0;border-bottom:1px solid var(--line);white-space:nowrap}
th{color:var(--soft);font-weight:500;font-size:.85rem}code{font:.85em ui-monospace,monospace;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.4rem 1.25rem}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
form{display:grid;gap:.9rem;max-width:34rem}label{display:grid;gap:.25rem;color:var(--soft)}
input,button{font:inherit;padding:.5rem .7rem;border:1px solid var(--line);border-radius:.4rem;color:var(--ink);background:transparent}
button{background:var(--accent);color:var(--paper);border:0;justify-self:start;padding:.5rem 1.4rem;cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}.empty{color:var(--soft);padding:2rem 0}
.notice{border-left:3px solid var(--accent);padding:.5rem .9rem;background:color-mix(in srgb,var(--accent) 10%,transparent)}
`
