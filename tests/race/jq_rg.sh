#!/bin/sh
# jq takes the texts out, one line an article; rg finds whole words among the forms, the longest first; awk joins.
set -eu
store=$1 forms=$2 out=$3
export LC_ALL=C
cut -f1 "$forms" | awk '{ print length($0) "\t" $0 }' | sort -rn | cut -f2- > "$out.forms"
find "$store" -name '*.zst' | sort | xargs zstd -dcq |
    jq -r '.response.docs[] | ._id + "\t" + ([.headline.main, .abstract, .lead_paragraph] | unique | map(values) | join(" | ") | split("\n") | join(" "))' > "$out.texts"
rg -n -o -w -F -f "$out.forms" "$out.texts" | sort -u |
    awk -F '\t' -v forms="$forms" -v texts="$out.texts" '
        BEGIN { while ((getline < forms) > 0) polity[$1] = $2; while ((getline < texts) > 0) id[++line] = $1 }
        { at = index($0, ":"); print id[substr($0, 1, at - 1)] "\t" polity[substr($0, at + 1)] }' |
    sort -u > "$out"
