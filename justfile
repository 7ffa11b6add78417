# What .ci/run runs, and nothing else: the tests, the format, the lints.
check:
    bash .ci/run

# The invented study: imports fixtures/demo, counts, judges, writes charts and tables into work/demo/report/demo.
demo:
    cargo run --release -- run pipelines/demo.toml

# The explorer of the invented study in a real Chromium: drawn, silent, reached by keys, without a fault axe-core knows.
browser:
    cargo run --release -- run pipelines/demo.toml
    npm ci --prefix tests/browser
    node tests/browser/run.mjs work/demo/report/demo/explorer.html target/browser

# Precision, recall and F1 of the gazetteer on annotated texts in DIR (not part of the project).
eval DIR="../shared/gold":
    cargo run --release -p groundswell-mentions --example eval -- {{DIR}}

# Countries of every article against a naive matcher, of MEGABYTES of generated JSON and of the real records, whatever threads and packing.
exact MEGABYTES="1000":
    EXACT_MEGABYTES={{MEGABYTES}} cargo test --release -p groundswell --test groundswell exact

# The real records and series in DIR (not part of the project): read, accounted for and judged as by the exact reference.
real DIR="../shared":
    cargo build --release && python3 tests/real.py target/release/groundswell {{DIR}}

# Planted waves and the rule's own properties: writes crates/detector/FIGURES.md and its figures. Seeded.
study:
    cargo run --release -p groundswell-detector --example study

# Where the readings of the real index terms in DIR (not part of the project) disagree, country by country.
disagreements DIR="../shared":
    cargo build --release && python3 tests/real.py target/release/groundswell {{DIR}} disagreements

# Rates of reading, matching, counting and loading on generated records, in MB/s and records/s; then the instructions of a
# rebuild, which must not be over 3 % more than docs/performance.md says (needs zstd and valgrind).
bench:
    cargo bench --workspace
    cargo build --release -p groundswell -p groundswell-corpus --bin groundswell --examples
    python3 tests/race/gate.py

# How long the ledger takes to answer, with ARTICLES articles in OUT, which is made if it is not there (220 bytes an article).
asking ARTICLES="2000000" OUT="work/asking.db":
    cargo run --release -p groundswell-ledger --example asking -- {{OUT}} {{ARTICLES}}

# Against what a user would write, on the same generated archive of SIZE megabytes: docs/race.svg and the tables of
# docs/performance.md. Needs jq, rg and zstd, and valgrind for instructions; installs Python packages into work/race.
race SIZE="100" ROUNDS="3":
    cargo build --release -p groundswell -p groundswell-corpus --bin groundswell --examples
    test -d work/race/venv || python3 -m venv work/race/venv && work/race/venv/bin/pip install -q orjson ahocorasick_rs flashtext polars duckdb zstandard
    work/race/venv/bin/python tests/race/run.py {{SIZE}} {{ROUNDS}}
    work/race/venv/bin/python tests/race/recount.py {{SIZE}} {{ROUNDS}}

# A generated archive of SIZE megabytes in the true shape, the same bytes for everybody.
corpus SIZE="100" OUT="work/corpus":
    cargo run --release -p groundswell-corpus --example corpus -- load {{OUT}} --megabytes {{SIZE}}

# Rewrite golden files after a wanted change; then read the diff.
bless:
    BLESS=1 cargo test --workspace

# The detector as WebAssembly, and its example in Node. Needs `rustup target add wasm32-unknown-unknown`.
wasm:
    cargo build --release --target wasm32-unknown-unknown --manifest-path wasm/Cargo.toml
    node wasm/judge.mjs wasm/target/wasm32-unknown-unknown/release/groundswell_wasm.wasm

# The demo's hand-over read back by the tools people use: validators, DuckDB, pandas, polars, openpyxl, Datasette. Not in the
# gate: it installs Python packages into work/handover. cffconvert has a place of its own, its versions suit nobody else's.
handover: demo
    cargo run --release -- export -p pipelines/demo.toml
    test -d work/handover/cff || python3 -m venv work/handover/cff && work/handover/cff/bin/pip install -q cffconvert
    test -d work/handover/tools || python3 -m venv work/handover/tools && work/handover/tools/bin/pip install -q frictionless jsonschema roc-validator duckdb pandas pyarrow polars openpyxl datasette
    PATH="work/handover/cff/bin:$PATH" work/handover/tools/bin/python tests/handover.py work/demo/export/demo work/demo/ledger.db
