"""Speaks with `xpl lsp` through the client of pygls: client.py PROGRAM. Ends with 1 where an answer is not what it should be."""

import asyncio
import sys

from lsprotocol import types
from pygls.lsp.client import LanguageClient

URI = "file:///tmp/client.xpl"


async def main(program):
    client = LanguageClient("test", "1")
    published = asyncio.Queue()

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def _(params):
        published.put_nowait(params)

    await client.start_io(program, "lsp")
    answer = await client.initialize_async(types.InitializeParams(capabilities=types.ClientCapabilities()))
    assert answer.capabilities.position_encoding == "utf-16", answer
    client.initialized(types.InitializedParams())

    text = "load\nshow   $x\nfor i in 0..2{ predict sample=$i }\n"
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(URI, "xpl", 1, text))
    )
    found = await asyncio.wait_for(published.get(), 10)
    assert [d.message for d in found.diagnostics] == ["nothing is called $x\nmake it first: let name = ..."], found
    assert found.diagnostics[0].range == types.Range(types.Position(1, 7), types.Position(1, 9)), found

    document = types.TextDocumentIdentifier(URI)
    hover = await client.text_document_hover_async(types.HoverParams(document, types.Position(2, 17)))
    assert hover.contents.value.startswith("## predict"), hover
    items = await client.text_document_completion_async(types.CompletionParams(document, types.Position(2, 29)))
    assert any(item.label == "sample=" for item in items), items
    edits = await client.text_document_formatting_async(
        types.DocumentFormattingParams(document, types.FormattingOptions(2, True))
    )
    assert edits[0].new_text == "load\nshow $x\nfor i in 0..2 { predict sample=$i }\n", edits

    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()


asyncio.run(main(sys.argv[1]))
