"""tantivy, through its Python package."""
import os

import tantivy

import driver

OCCUR = {"+": tantivy.Occur.Must, "-": tantivy.Occur.MustNot, "": tantivy.Occur.Should}


def by_space(index):
    """Makes known the analyzer of the texts, whose tokens stand between spaces."""
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("space", analyzer)


def build(texts, folder):
    os.makedirs(folder, exist_ok=True)
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    fields.add_text_field("text", stored=False, tokenizer_name="space")
    index = tantivy.Index(fields.build(), path=folder)
    by_space(index)
    watch = driver.Stopwatch()
    writer = index.writer(heap_size=1 << 30, num_threads=1)
    for name, text in texts:
        writer.add_document(tantivy.Document(id=name, text=text))
    writer.commit()
    writer.wait_merging_threads()
    times = watch.times()
    # A new writer removes the files that merging left behind; they would count as bytes of the index.
    index.writer(heap_size=1 << 26, num_threads=1).garbage_collect_files()
    return times


class Searcher:
    def __init__(self, folder):
        index = tantivy.Index.open(folder)
        by_space(index)
        index.reload()
        self.schema = index.schema
        self.searcher = index.searcher()
        self.document_count = self.searcher.num_docs

    def clause(self, terms):
        if len(terms) == 1:
            return tantivy.Query.term_query(self.schema, "text", terms[0], "position")
        return tantivy.Query.phrase_query(self.schema, "text", terms)

    def prepare(self, clauses):
        if len(clauses) == 1:
            return self.clause(clauses[0][1])
        return tantivy.Query.boolean_query([(OCCUR[sign], self.clause(terms)) for sign, terms in clauses])

    def search(self, query, size):
        return len(self.searcher.search(query, size, count=False).hits)

    def count(self, query):
        return self.searcher.search(query, 1, count=True).count

    def best(self, query, size):
        hits = self.searcher.search(query, size, count=False).hits
        return [(self.searcher.doc(address)["id"][0], score) for score, address in hits]


if __name__ == "__main__":
    driver.main(build, Searcher)
