#!/usr/bin/env bash
# Writes docs/protocol/openrpc.json into the broker's sources, which answer rpc.discover by it. A test holds the two equal.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python3 - <<'PYTHON'
import json

document = json.load(open("docs/protocol/openrpc.json", encoding="utf8"))
compact = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
parts = [f"{compact(key)}:{compact(value)}" for key, value in document.items() if key != "methods"]
methods = ",\n".join(compact(method) for method in document["methods"])
text = "{" + ",\n".join(parts) + ',\n"methods":[\n' + methods + "\n]}"
# Indented as the literal's end is, so that the indentation is no part of the text.
lines = "\n".join("        " + line for line in text.split("\n"))
with open("Sources/QueryService/Broker/OpenRPCDocument.swift", "w", encoding="utf8") as file:
    file.write(f'''// Written by scripts/embed-openrpc.sh; change docs/protocol/openrpc.json instead.
// swift-format-ignore-file

/// The OpenRPC document that `rpc.discover` answers with.
enum OpenRPCDocument {{
    /// Its JSON.
    static let bytes = Array(text.utf8)

    private static let text = #"""
{lines}
        """#
}}
''')
PYTHON
