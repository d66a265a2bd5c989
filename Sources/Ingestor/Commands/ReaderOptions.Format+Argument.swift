public import ArgumentParser
public import DocumentReading

extension ReaderOptions.Format: ExpressibleByArgument {}
