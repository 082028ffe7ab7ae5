#include "style.hpp"

namespace xrep::sandbox {

const char* style_sheet() {
  return R"css(
:root { color-scheme: light dark; --page: #f6f7f9; --card: #fff; --text: #1c2430; --soft: #5b6675;
  --line: #d9dee6; --link: #0b57b0; --failed: #c9252d; --failed-soft: #fdecec; --passed: #1a7f47;
  --todo: #8a94a3; --busy: #b06a00; --other: #6f42c1; --code: #f1f3f6; --note: #fff4d6; }
@media (prefers-color-scheme: dark) {
  :root { --page: #14181e; --card: #1d232b; --text: #e6eaf0; --soft: #9aa6b5; --line: #333c48;
    --link: #7db5ff; --failed: #e5484d; --failed-soft: #3a1d21; --passed: #2f9e64; --todo: #7c8796;
    --busy: #d08a1d; --other: #9a74e8; --code: #161b21; --note: #3a3018; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
.note { background: var(--note); border-bottom: 1px solid var(--line); padding: .4rem 1.5rem;
  font-size: 13px; }
main { max-width: 1150px; margin: 0 auto; padding: 1rem 1.5rem 4rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0 .25rem; }
h1 .key { color: var(--soft); font-weight: 500; }
h2 { font-size: 1.1rem; margin: 2rem 0 .6rem; }
h2 .count { color: var(--soft); font-weight: 400; }
h3 { font-size: .8rem; margin: 1.1rem 0 .3rem; color: var(--soft); text-transform: uppercase;
  letter-spacing: .04em; }
.facts { color: var(--soft); display: flex; flex-wrap: wrap; gap: .1rem 1.4rem; margin: .3rem 0 1rem; }
.facts b { font-weight: 500; color: var(--text); }
.bar { display: flex; height: 14px; border-radius: 7px; overflow: hidden; background: var(--line); }
.bar i { display: block; min-width: 4px; } td .bar { width: 130px; height: 9px; }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; margin: .6rem 0 0; font-size: 1.05rem; }
.legend b { font-size: 1.35rem; margin-right: .25rem; }
.legend .dot { display: inline-block; width: .75em; height: .75em; border-radius: 50%;
  margin-right: .4em; }
i.failed, .dot.failed, .badge.failed { background: var(--failed); }
i.passed, .dot.passed, .badge.passed { background: var(--passed); }
i.todo, .dot.todo, .badge.todo { background: var(--todo); }
i.busy, .dot.busy, .badge.busy { background: var(--busy); }
i.other, .dot.other, .badge.other { background: var(--other); }
.badge { color: #fff; border-radius: 4px; padding: .1em .5em; font-size: 12px; font-weight: 700;
  letter-spacing: .03em; white-space: nowrap; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
.test { margin: .45rem 0; overflow: hidden; }
.test > summary { cursor: pointer; display: flex; align-items: baseline; gap: .7rem;
  padding: .55rem .9rem; }
.test > summary .name { font-weight: 600; overflow-wrap: anywhere; flex: 1; }
.test > summary .time { color: var(--soft); white-space: nowrap; }
.test.failed { border-left: 6px solid var(--failed); }
.test.passed > summary .name, .test.todo > summary .name { font-weight: 400; }
.inside { border-top: 1px solid var(--line); padding: .7rem .9rem 1rem; }
.verdict { background: var(--failed-soft); border-radius: 6px; padding: .5rem .8rem; margin: 0 0 .6rem;
  font-size: 1.02rem; }
.verdict b { color: var(--failed); }
pre { background: var(--code); border: 1px solid var(--line); border-radius: 6px; margin: .2rem 0;
  padding: .6rem .8rem; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 22rem;
  overflow: auto; font: 13px/1.45 ui-monospace, "DejaVu Sans Mono", "Liberation Mono", monospace; }
td pre { border: 0; background: none; padding: 0; margin: 0; } main > pre { margin-bottom: 1rem; }
table { border-collapse: collapse; width: 100%; background: var(--card); }
th { text-align: left; font-size: 12px; color: var(--soft); font-weight: 600; white-space: nowrap; }
th, td { padding: .4rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top;
  overflow-wrap: anywhere; }
td.tight, td.number { white-space: nowrap; overflow-wrap: normal; width: 1%; }
td.number { color: var(--soft); text-align: right; }
tr.failed > td { background: var(--failed-soft); }
tr.failed > td:first-child { box-shadow: inset 4px 0 var(--failed); }
tr.failed + tr.more > td { background: var(--failed-soft); }
tr.failed + tr.more > td:first-child { box-shadow: inset 4px 0 var(--failed); }
td table { background: none; margin-top: .4rem; }
tr.has-more > td { border-bottom: 0; }
.data { color: var(--soft); font-size: 13px; }
.files { display: flex; flex-wrap: wrap; gap: 1rem; margin: .3rem 0; align-items: flex-end; }
figure { margin: 0; } figcaption { font-size: 13px; color: var(--soft); }
figure img { display: block; max-width: min(100%, 640px); max-height: 420px; border-radius: 4px;
  border: 1px solid var(--line); background: #fff; }
.scroll { overflow-x: auto; } .empty { color: var(--soft); }
)css";
}

}  // namespace xrep::sandbox
